import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from '../ground/clock.ts'
import { demoDigest, demoModelName, demoVersion, psEntry, showBody, tagsEntry } from './demo-model.ts'
import { readDemoRequest } from './demo-request.ts'
import { type DemoState, drawWritten } from './draw-written.ts'
import { readKnownProblems } from './known-problems.ts'
import { wireJson } from './play.ts'
import { Slots } from './slots.ts'

/** How the demo runtime plays. */
export interface DemoRuntimeOptions {
  /** Time from token to token, in milliseconds; 0 for as fast as they can be read. */
  readonly tokenDelayMs?: number
  /** Samples that are played at once, 1 or more; further requests wait without a byte, as in the runtime. */
  readonly slots?: number
  /** Port to listen at, on loopback; a free one where absent or 0. */
  readonly port?: number
  readonly clock?: Clock
}

/** A demo runtime that listens. */
export interface DemoRuntime {
  /** Its address, on loopback: `http://127.0.0.1:PORT`. */
  readonly host: string
  /** The name of its only model. */
  readonly model: string
  /** Stops listening and breaks off what is under way. */
  close(): Promise<void>
}

/**
 * Starts the embedded demo runtime: a server on loopback that speaks Ollama's wire (v0.32.15) and plays written samples in place
 * of a model. No network, no GPU, and the same text for the same seed.
 *
 * It knows the demo's own problem (`demoRun`) and every problem of `configs/datasets`; of others it says that it has no model.
 */
export async function startDemoRuntime(options: DemoRuntimeOptions = {}): Promise<DemoRuntime> {
  const { tokenDelayMs = 0, slots = 1, port: asked = 0, clock = systemClock } = options
  const problems = readKnownProblems()
  const state: DemoState = { problems, window: 0, slots: new Slots(slots), tokenDelayMs, clock }
  const digest = demoDigest(problems)
  const server = createServer((request, response) => {
    serve(request, response, state, digest).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(asked, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    host: `http://127.0.0.1:${port}`,
    model: demoModelName,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  state: DemoState,
  digest: string,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const seen = {
    '/': () => 'Magi demo runtime is running',
    '/api/version': () => ({ version: demoVersion }),
    '/api/tags': () => ({ models: [tagsEntry(digest)] }),
    '/api/ps': () => ({ models: state.window > 0 ? [psEntry(digest, state.window)] : [] }),
  }[path]
  const asksModel = ['/api/show', '/api/chat', '/api/generate'].includes(path)
  if (seen === undefined && !asksModel) return send(response, 404, '404 page not found')
  if (request.method !== (asksModel ? 'POST' : 'GET') && !(path === '/' && request.method === 'HEAD')) {
    return send(response, 405, '405 method not allowed')
  }
  if (seen !== undefined) return send(response, 200, seen())

  const asked = readDemoRequest(await readBody(request))
  if ('error' in asked) return send(response, asked.status, { error: asked.error })
  if (path === '/api/show') return send(response, 200, showBody())
  const reply = await drawWritten(path === '/api/chat' ? 'chat' : 'generate', asked, response, state)
  if (reply !== undefined) send(response, reply.status, reply.body)
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8')
  let text = ''
  for await (const piece of request) text += piece as string
  return text
}

/** A text goes out as it is, anything else as JSON. */
function send(response: ServerResponse, status: number, body: unknown): void {
  const plain = typeof body === 'string'
  const bytes = Buffer.from(plain ? body : wireJson(body))
  response.writeHead(status, {
    'Content-Type': plain ? 'text/plain' : 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
  })
  response.end(bytes)
}

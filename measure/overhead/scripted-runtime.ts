import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Slots } from '../../src/demo/slots.ts'
import { defaultReply, installedModel } from '../../test/support/default-replies.ts'
import { type Load, sampleWrites, slotCount } from './sample-lines.ts'
import type { Draw } from './slot-idle.ts'

// Runs as a process of its own (see runtime-process.ts), so that its work is nobody else's CPU. Others import only its types.

/** What the parent orders. */
export type Order = { readonly type: 'play'; readonly load: Load } | { readonly type: 'report' }

/** What was seen since the last `play`. Times are milliseconds since 1970, comparable between processes. */
export interface Seen {
  readonly firstRequestAtMs?: number
  readonly firstDrawAtMs?: number
  readonly draws: readonly Draw[]
}

/** So many samples that differ; later draws get them again. */
const differentSamples = 8

const nowMs = () => performance.timeOrigin + performance.now()
const slots = new Slots(slotCount)
const installed = [installedModel()]
let load: Load = { tokens: 16 }
let samples: Buffer[][] = []
let started = 0
let seen: { firstRequestAtMs?: number; firstDrawAtMs?: number; draws: Draw[] } = { draws: [] }

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  seen.firstRequestAtMs ??= nowMs()
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const body = text === '' ? undefined : (JSON.parse(text) as { messages?: unknown[] })
  if (request.url === '/api/chat' && (body?.messages?.length ?? 0) > 0) {
    await draw(response)
    return
  }
  const { status = 200, headers, steps } = defaultReply({ path: request.url ?? '', body }, installed)
  response.writeHead(typeof status === 'number' ? status : 500, headers)
  for (const step of steps) if (step.type === 'send') response.write(step.bytes)
  response.end()
}

async function draw(response: ServerResponse): Promise<void> {
  seen.firstDrawAtMs ??= nowMs()
  const left = new AbortController()
  response.once('close', () => left.abort())
  const give = await slots.take(left.signal)
  if (give === undefined) return
  const startMs = nowMs()
  const writes = samples[started++ % samples.length] ?? []
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  if (load.paceMs === undefined) await pour(response, writes)
  else await drip(response, writes, load.paceMs)
  seen.draws.push({ startMs, endMs: nowMs() })
  give()
}

async function pour(response: ServerResponse, writes: readonly Buffer[]): Promise<void> {
  for (const bytes of writes) {
    if (response.destroyed) return
    if (!response.write(bytes)) {
      await new Promise<void>((resolve) => {
        const go = () => {
          response.off('drain', go).off('close', go)
          resolve()
        }
        response.once('drain', go).once('close', go)
      })
    }
  }
  await new Promise<void>((resolve) => response.end(resolve))
}

/** Keeps to the clock: a late write is followed by an early one. */
function drip(response: ServerResponse, writes: readonly Buffer[], paceMs: number): Promise<void> {
  const startMs = nowMs()
  return new Promise((resolve) => {
    const write = (at: number) => {
      if (response.destroyed) {
        resolve()
        return
      }
      response.write(writes[at])
      if (at + 1 === writes.length) response.end(resolve)
      else setTimeout(write, startMs + (at + 1) * paceMs - nowMs(), at + 1)
    }
    write(0)
  })
}

process.on('message', (order: Order) => {
  if (order.type === 'report') {
    process.send?.(seen)
    return
  }
  load = order.load
  samples = Array.from({ length: differentSamples }, (_, seed) => sampleWrites(load, seed))
  started = 0
  seen = { draws: [] }
  process.send?.('ready')
})
process.on('disconnect', () => process.exit())

const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

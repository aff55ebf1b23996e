import { createHash } from 'node:crypto'
import type { DrawRequest, Driver, Message } from '../../src/runtime/driver.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { gather, partsOf } from '../support/gather.ts'
import { type Recording, recordedReply } from '../support/recordings.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { cut, joined, type Reply } from '../support/scripted-reply.ts'

/** How the bytes of a recording are handed on: as they came, in one piece, or in pieces of so many bytes. */
export type Pieces = 'as-recorded' | 'whole' | number

/** What the driver makes of one recording, as plain data. */
export type Outcome = Record<string, unknown>

/** Plays a recording to the driver call that matches its request, and tells what came of it. */
export async function replay(recording: Recording, pieces: Pieces): Promise<Outcome> {
  const reply = inPieces(recordedReply(recording), pieces)
  const ollama = await ScriptedOllama.start()
  for (const path of ['/api/chat', '/api/generate', '/api/show', '/api/tags', '/api/ps', '/api/version']) {
    ollama.on(path, reply)
  }
  try {
    return await outcome(recording, createOllamaDriver(ollama.host), ollama)
  } finally {
    await ollama.close()
  }
}

function inPieces(reply: Reply, pieces: Pieces): Reply {
  if (pieces === 'as-recorded') return reply
  return pieces === 'whole' ? joined(reply) : cut(reply, pieces)
}

async function outcome(
  { request, response }: Recording,
  driver: Driver,
  ollama: ScriptedOllama,
): Promise<Outcome> {
  const body = request.body ?? {}
  const asked: DrawRequest = {
    model: String(body['model'] ?? ''),
    messages: (body['messages'] as Message[] | undefined) ?? [],
    options: (body['options'] as DrawRequest['options'] | undefined) ?? {},
    ...(typeof body['prompt'] === 'string' ? { rawPrompt: body['prompt'] } : {}),
  }
  const isLoad = request.path === '/api/chat' ? asked.messages.length === 0 : (body['prompt'] ?? '') === ''
  try {
    if (body['_debug_render_only'] === true) return { prompt: await driver.renderPrompt(asked) }
    if (request.path === '/api/tags') return { models: await driver.models() }
    if (request.path === '/api/ps') return { loaded: await driver.loaded() }
    if (request.path === '/api/show') return { details: await driver.details(asked.model) }
    if (request.method === 'GET') return { version: await driver.version() }
    if (isLoad && request.body !== undefined && Array.isArray(body['messages'] ?? [])) {
      await driver.load(asked)
      return { isLoaded: true }
    }
  } catch (error) {
    return {
      thrown: (error as Error).name,
      message: (error as Error).message.replaceAll(ollama.host, 'HOST'),
    }
  }
  return response.ended === 'client-abort'
    ? aborted(asked, driver, response.chunks.length)
    : drawn(asked, driver)
}

async function drawn(request: DrawRequest, driver: Driver): Promise<Outcome> {
  const sample = gather(await partsOf(driver.draw(request, new AbortController().signal)))
  return { ...sample, thinking: short(sample.thinking), text: short(sample.text) }
}

/** Draws, and leaves when as many messages came as the recording has. */
async function aborted(request: DrawRequest, driver: Driver, messages: number): Promise<Outcome> {
  const controller = new AbortController()
  const parts = []
  const stream = driver.draw(request, controller.signal)
  if (messages === 0) setImmediate(() => controller.abort())
  for await (const part of stream) {
    parts.push(part)
    if (parts.length === messages) controller.abort()
  }
  return { ...gather(parts), aborted: true }
}

/** A long text by its length, its ends and its hash. */
function short(text: string): unknown {
  if (text.length <= 240) return text
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { chars: text.length, begins: text.slice(0, 60), ends: text.slice(-60), sha256 }
}

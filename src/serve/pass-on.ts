import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { messageOf, UnreachableError } from '../ground/errors.ts'
import type { ForwardedRequest, Forwarder } from '../runtime/forward.ts'
import type { FairQueue } from './fair-queue.ts'

/** What a request is passed on with. */
export interface PassOn {
  readonly runtime: Forwarder
  readonly response: ServerResponse
  readonly headers?: Readonly<Record<string, string>>
  /** What draws takes a slot like everything that draws. */
  readonly turn?: { readonly queue: FairQueue; readonly client: string }
}

/** Headers of the runtime that go to the client; the others are of the connection. */
const kept = ['content-type', 'content-length', 'content-encoding', 'retry-after', 'www-authenticate']

/**
 * Passes a request on to the runtime, and its answer back byte for byte. When the client leaves, the runtime's connection is closed.
 *
 * @throws UnreachableError where nothing answers; BusyError where the queue is full.
 */
export async function passOn(
  request: ForwardedRequest,
  { runtime, response, headers, turn }: PassOn,
): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  const ticket = turn?.queue.enter(turn.client)
  const leave = await ticket?.turn(left.signal)
  try {
    if (left.signal.aborted) return
    const open = runtime.send(request)
    const close = () => open.close()
    left.signal.addEventListener('abort', close, { once: true })
    const answer = await open.response.catch((thrown: unknown) => {
      throw new UnreachableError(`No runtime answers at ${runtime.host}: ${messageOf(thrown)}.`, {
        fix: 'Start it (ollama serve), or name its address by --host or OLLAMA_HOST.',
        cause: thrown,
      })
    })
    response.writeHead(answer.statusCode ?? 502, { ...headersOf(answer), ...headers })
    response.flushHeaders()
    // A runtime that breaks off breaks the client's connection off too: it must not take a part for the whole.
    await pipeline(answer, response).catch(() => response.destroy())
    open.close()
  } finally {
    leave?.()
    ticket?.leave()
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

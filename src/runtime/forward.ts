import type { IncomingMessage } from 'node:http'
import { defined } from '../ground/defined.ts'
import { agentTrusting, type HostAccess } from './access.ts'
import { callError, notTheRuntime } from './call-error.ts'
import { parseHost } from './host.ts'
import { type OpenRequest, openRequest } from './http-request.ts'

/** A request that is passed on as it came. */
export interface ForwardedRequest {
  readonly method: string
  /** Path and query, from the first slash on. */
  readonly path: string
  readonly contentType?: string | undefined
  readonly body?: Uint8Array | undefined
}

/** Passes requests of others on to the runtime, with the credentials of its address and nothing else that the other sent. */
export interface Forwarder {
  /** The address, without credentials. */
  readonly host: string
  /** Sends; nothing limits how long the answer takes. */
  send(request: ForwardedRequest): OpenRequest
  /**
   * Asks for JSON.
   *
   * @throws UnreachableError where nothing answers, or something else than the runtime does.
   */
  json(request: ForwardedRequest, signal?: AbortSignal): Promise<JsonAnswer>
}

/** What the runtime answered: its status, and the body as it was parsed. */
export interface JsonAnswer {
  readonly status: number
  readonly body: unknown
}

/** Most bytes of a list or of the details of a model. */
const mostBytes = 64 * 1_048_576

/** @throws UsageError for what is no address. */
export function createForwarder(address: string, access: HostAccess = {}): Forwarder {
  const { url: host, authorization } = parseHost(address)
  const agent = access.ca === undefined ? undefined : agentTrusting(access.ca)
  const send = ({ method, path, contentType, body }: ForwardedRequest): OpenRequest =>
    openRequest({
      method,
      url: `${host}${path}`,
      headers: defined({
        'user-agent': 'magi',
        ...access.headers,
        ...defined({ authorization }),
        'content-type': contentType,
        'content-length': body === undefined ? undefined : String(body.length),
      }),
      ...defined({ body, agent }),
    })
  return {
    host,
    send,
    async json(request, signal) {
      const open = send(request)
      const stop = () => open.close()
      signal?.addEventListener('abort', stop, { once: true })
      try {
        const response = await open.response
        const text = (await readAll(response)).toString('utf8')
        return { status: response.statusCode ?? 0, body: parsed(text, host) }
      } catch (thrown) {
        signal?.throwIfAborted()
        throw callError(thrown, { host })
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    },
  }
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function parsed(text: string, host: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw notTheRuntime(host, 'its answer is no JSON', cause)
  }
}

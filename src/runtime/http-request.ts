import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** How far a connection came before it broke. */
export type Stage = 'connecting' | 'waiting' | 'reading'

/** The connection could not be made, or broke. */
export class ConnectionError extends Error {
  readonly stage: Stage
  /** The system's or the parser's name of the trouble: `ECONNREFUSED`, `ECONNRESET`, `HPE_INVALID_CONSTANT` … */
  readonly code: string

  constructor(stage: Stage, cause: Error & { code?: string }) {
    // A name with several addresses fails with an empty text and one error for each address.
    const [first] = cause instanceof AggregateError ? (cause.errors as Error[]) : []
    super(cause.message || first?.message || 'unknown trouble', { cause })
    this.name = 'ConnectionError'
    this.stage = stage
    this.code = cause.code ?? ''
  }
}

export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Makes the connection where it speaks TLS; absent: one that trusts what Node does. */
  readonly agent?: HttpsAgent | undefined
}

export interface OpenRequest {
  /** Settles when the headers are here; nothing limits how long that takes. Fails with a `ConnectionError`. */
  readonly response: Promise<IncomingMessage>
  /** Whether a connection was made, so that the request is on its way. */
  readonly isSent: boolean
  /** What broke the body: the parser's own error, where there was one, in place of the "aborted" that reaches the response. */
  broken(error: Error): ConnectionError
  /** Closes the connection at once, before the headers or after them. */
  close(): void
}

/**
 * A connection for each request, closed after it: a kept one may turn out to be dead when a sample needs it, and the runtime
 * stops generating when its connection closes.
 */
const agents = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) }

/** Silence after which the system asks whether the other machine still lives, in milliseconds. */
const probeAfterMs = 30_000

/**
 * Sends one request. Neither headers nor body have a time limit here (waiting for a slot, a load and a long prompt are silent),
 * proxies of the environment are not used, and redirects are not followed.
 */
export function openRequest({ method, url, headers, body, agent = agents.https }: HttpRequest): OpenRequest {
  const target = new URL(url)
  const secure = target.protocol === 'https:'
  let stage: Stage = 'connecting'
  let firstError: Error | undefined
  const options = { method, headers: { ...headers }, agent: secure ? agent : agents.http }
  const request: ClientRequest = secure ? httpsRequest(target, options) : httpRequest(target, options)
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('socket', (socket) => {
      socket.setKeepAlive(true, probeAfterMs)
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        stage = 'waiting'
      })
    })
    request.on('response', (incoming) => {
      stage = 'reading'
      resolve(incoming)
    })
    request.on('error', (error) => {
      firstError ??= error
      reject(new ConnectionError(stage, error))
    })
    // An answer that is no response (a switch of protocol) closes without an error.
    request.on('close', () => reject(new ConnectionError(stage, new Error('closed without a response'))))
  })
  // Whoever closes early may never look at the response.
  response.catch(() => {})
  request.end(body)
  return {
    response,
    get isSent() {
      return stage !== 'connecting'
    },
    broken: (error) => new ConnectionError('reading', firstError ?? error),
    close: () => request.destroy(),
  }
}

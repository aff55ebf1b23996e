import type { Agent as HttpsAgent } from 'node:https'
import { defined } from '../ground/defined.ts'
import { onAbort } from '../ground/on-abort.ts'
import type { Refusal } from './failure.ts'
import { ConnectionError, openRequest } from './http-request.ts'
import { MalformedError } from './read-lines.ts'
import { retryAfterMs } from './retry-after.ts'
import { parseFields } from './wire.ts'

/** The runtime answered by an error. */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`HTTP ${refusal.status}`)
    this.refusal = refusal
  }
}

/** Longest body of a call that is no draw, in bytes: the list of models, a rendered prompt. */
const longestBody = 64 * 1024 * 1024

interface FetchOptions {
  /** Added to the client's own headers. */
  readonly headers: Readonly<Record<string, string>>
  /** Closes the connection, before the headers or after. */
  readonly signal: AbortSignal
  /** Makes connections that speak TLS. */
  readonly agent?: HttpsAgent | undefined
}

/**
 * A `fetch` for the `ollama` client's calls that are answered by one JSON object.
 *
 * Unlike Node's own it can be aborted before the headers arrive, has no time limits of its own (300 s there), follows no redirect, uses a
 * connection once, and fails by named errors before the client can print anything about the response.
 *
 * @returns A function that rejects with `ConnectionError`, `StatusError`, `MalformedError`, or the signal's reason.
 */
export function jsonFetch({ headers, signal, agent }: FetchOptions): typeof fetch {
  return async (input, init = {}) => {
    signal.throwIfAborted()
    const request = openRequest({
      method: init.method ?? 'GET',
      url: String(input),
      headers: { ...(init.headers as Record<string, string>), ...headers },
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      agent,
    })
    const unlisten = onAbort(signal, request.close)
    try {
      const response = await request.response
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of response as AsyncIterable<Buffer>) {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > longestBody) throw new MalformedError(`the body is longer than ${longestBody} bytes`)
      }
      const body = Buffer.concat(chunks).toString('utf8')
      const { statusCode: status = 0 } = response
      const { 'content-type': contentType = '', location } = response.headers
      if (status < 200 || status >= 300) {
        throw new StatusError({
          ...{ status, contentType, body },
          ...defined({ location, retryAfterMs: retryAfterMs(response.headers) }),
        })
      }
      const fields = parseFields(body)
      // Versions before 0.12.6 report errors under status 200.
      if (fields['error']) throw new StatusError({ status, contentType, body })
      // The client reads nothing else of a response that is ok.
      return { ok: true, status, json: async () => fields } as unknown as Response
    } catch (error) {
      signal.throwIfAborted()
      const isOurs = error instanceof StatusError || error instanceof MalformedError
      throw isOurs || error instanceof ConnectionError
        ? error
        : new ConnectionError('reading', error as Error)
    } finally {
      unlisten()
      request.close()
    }
  }
}

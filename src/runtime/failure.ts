import { beginningOf } from '../ground/cut-text.ts'
import { defined } from '../ground/defined.ts'
import { isFields } from '../ground/fields.ts'
import type { FailureCode, StreamEnd } from '../stream/part.ts'
import { isPlainOnTls, tlsTrouble } from './connection-trouble.ts'
import type { ConnectionError } from './http-request.ts'
import { errorText, excerpt, readCount } from './wire.ts'

/** How a draw failed, and whether the same request may be sent again. */
export interface Failure {
  readonly end: Extract<StreamEnd, { type: 'failed' }>
  /** What the ending's message says behind the code. */
  readonly text: string
  /** The failure came before the first byte of the sample, and is of a kind that passes. */
  readonly retryable: boolean
  /** How long it asks to wait before, in milliseconds. */
  readonly retryAfterMs?: number
}

/** What the runtime said instead of a sample. */
export interface Refusal {
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** Where a redirect points to. */
  readonly location?: string
  /** How long to wait before the next request, in milliseconds, as `Retry-After` asks. */
  readonly retryAfterMs?: number
}

/** What a gateway says of a runtime that is away, or that did not answer in the gateway's own time: 502, 504, and Cloudflare's 520 to 524. */
export const gatewayStatuses: ReadonlySet<number> = new Set([502, 504, 520, 521, 522, 523, 524])

/** Longest text of the runtime that goes into a message, in characters. */
const longestText = 2_000

export function failure(code: FailureCode, said: string, retryable = false): Failure {
  const text = beginningOf(said, longestText)
  return { end: { type: 'failed', code, message: `${code}: ${text}` }, text, retryable }
}

/** Codes of a connection that nobody took; a name that is not found for now may be found later. */
const refusedForNow = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])

/** A connection that was not made, or broke. */
export function connectionFailure({ stage, code, message }: ConnectionError): Failure {
  if (code.startsWith('HPE_') || code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    const said = tlsTrouble({ stage, code, message })?.text ?? message
    return failure('malformed', `what answers does not speak HTTP as expected: ${said}`)
  }
  const named = code === '' || message.includes(code) ? message : `${message} (${code})`
  if (stage === 'connecting') {
    return failure('refused', `no connection: ${named}`, refusedForNow.has(code) || code === 'ECONNRESET')
  }
  return failure('reset', `the connection broke: ${named}`, stage === 'waiting')
}

/** Texts by which engines say that prompt and window do not fit, in one version or another. */
const tooLong =
  /exceed_context_size_error|(?:exceeds?|longer than) (?:the )?(?:available |maximum |model'?s? )*context|context (?:length|size|window) (?:was )?exceeded/i

/** A model that does not load, or whose process died: the runtime starts it anew for the next request. */
const mayPass =
  /process has terminated|waiting for llama-server|error starting|runner has unexpectedly stopped|while running the model|out[ -]of[ -]memory|more system memory|(?:insufficient|not enough) memory|cudaMalloc|failed to allocate|allocation failed|(?:failed|unable|error) (?:to load|loading)/i
const willNotPass = /incompatible|does not support|must be of type/i

/** What an error text of the runtime is about. */
interface ErrorScene {
  readonly code: FailureCode
  /** Nothing of the sample came before it. */
  readonly isFirst: boolean
  /** The window that was asked for, in tokens. */
  readonly windowTokens?: number | undefined
}

/** An error text of the runtime, on a line of its own under status 200 or as the body of a 4xx or 5xx. */
export function runtimeFailure(error: string, { code, isFirst, windowTokens: asked }: ErrorScene): Failure {
  const { text, promptTokens, windowTokens = asked } = unwrap(error)
  if (tooLong.test(error)) return promptTooLong(text, { promptTokens, windowTokens })
  const retryable =
    code === 'busy' || (code === 'runtime-error' && mayPass.test(text) && !willNotPass.test(text))
  return failure(code, text.trim() === '' ? 'the runtime gives no reason' : text, isFirst && retryable)
}

/** The prompt does not fit the window, with the numbers that are known. */
export function promptTooLong(
  text: string,
  { promptTokens, windowTokens }: { promptTokens?: number | undefined; windowTokens?: number | undefined },
): Failure {
  const numbers = [
    promptTokens === undefined ? [] : [`prompt ${promptTokens} tokens`],
    windowTokens === undefined ? [] : [`window ${windowTokens} tokens`],
  ].flat()
  return failure('prompt-too-long', numbers.length === 0 ? text : `${text} (${numbers.join(', ')})`)
}

/** A refusal as a failure. */
export interface StatusFailure extends Failure {
  /** What came in place of the runtime's own words, which are JSON: the type and the beginning of the body. Absent where it gave those. */
  readonly foreignText?: string
}

/**
 * A response that is no sample. Redirects are not followed: something between us and the runtime answers in its place.
 *
 * @param windowTokens - The window that was asked for: older runtimes name no numbers where a prompt does not fit.
 */
export function statusFailure(
  { status, contentType, body, location, retryAfterMs }: Refusal,
  windowTokens?: number,
): StatusFailure {
  if (status >= 300 && status < 400) {
    const target = location === undefined ? 'without a target' : `to ${withoutSecrets(location)}`
    return failure('malformed', `HTTP ${status}, a redirect ${target}, is not followed`)
  }
  const code = status === 503 || status === 429 ? 'busy' : status >= 500 ? 'runtime-error' : 'rejected'
  const later = defined({ retryAfterMs })
  const error = errorOf(body)
  if (error !== undefined) {
    const own = runtimeFailure(error, { code, isFirst: true, windowTokens })
    const isAway = gatewayStatuses.has(status) && !willNotPass.test(error)
    return { ...own, retryable: own.retryable || isAway, ...later }
  }
  const said = body.trim() === '' ? 'without a text' : `${contentType || 'untyped'}, ${excerpt(body)}`
  const foreignText = `${said}${hint(status, body)}`
  const retryable = code === 'busy' || gatewayStatuses.has(status)
  return { ...failure(code, `HTTP ${status}, ${foreignText}`, retryable), foreignText, ...later }
}

function hint(status: number, body: string): string {
  if (status === 401 || status === 407) return '; the host wants credentials (https://user:password@host)'
  if (status === 504 || status === 524) {
    return '; the gateway gave up before the first token: let it wait longer (proxy_read_timeout), use fewer --slots, or load the model first'
  }
  if (isPlainOnTls(status, body)) return '; this port speaks TLS: write https://'
  if (status === 403 && body.trim() === '') {
    return '; the runtime does not take requests under this host name (see OLLAMA_HOST and OLLAMA_ORIGINS of its server)'
  }
  return ''
}

/** The `error` of a JSON body, if it has one. */
function errorOf(body: string): string | undefined {
  const value = parsed(body)
  return isFields(value) && value['error'] !== undefined ? errorText(value['error']) : undefined
}

/** Some engines' errors arrive as a JSON body inside the error text. */
function unwrap(error: string): {
  text: string
  promptTokens?: number | undefined
  windowTokens?: number | undefined
} {
  const start = error.indexOf('{')
  const outer = start === -1 ? undefined : parsed(error.slice(start))
  const inner = isFields(outer) && isFields(outer['error']) ? outer['error'] : outer
  const said = isFields(inner) ? (inner['message'] ?? inner['error']) : undefined
  const text = typeof said === 'string' ? error.slice(0, start) + said : error
  const written = /\((\d+) tokens\)\D*\((\d+) tokens\)/.exec(text)
  const number = (name: string, group: number) =>
    readCount(isFields(inner) ? inner[name] : undefined) ?? readCount(Number(written?.[group] ?? Number.NaN))
  return { text, promptTokens: number('n_prompt_tokens', 1), windowTokens: number('n_ctx', 2) }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** The target of a redirect without user name, password, query and fragment. */
function withoutSecrets(location: string): string {
  return excerpt(location.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//'))
}

/** A request to the page, whatever server took it. */
export interface PageRequest {
  readonly method: string
  /** The path as it was sent, `/magi` or below it. */
  readonly path: string
  readonly query: URLSearchParams
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The whole body as text. @throws where it is too large, or breaks off. */
  body(): Promise<string>
  /** Aborts when the browser has left. */
  readonly signal: AbortSignal
}

/** What the page answers. */
export interface PageReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | AsyncIterable<string>
}

/** Where the page lives. */
export const pageRoot = '/magi'

/** The address of the page of a run. */
export function runAddress(runId: string): string {
  return `${pageRoot}/runs/${encodeURIComponent(runId)}`
}

/** The address of one sample of a run. */
export function sampleAddress(runId: string, problem: string, index: number): string {
  return `${runAddress(runId)}/samples/${encodeURIComponent(problem)}/${index}`
}

/** Only what the page itself is made of, from the server it came from: nothing that a model wrote can run, load or send anything. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of everything that the page answers. */
export const safeHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Not `no-referrer`: with it a browser hides the origin of its own forms.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/** A page of HTML. */
export function htmlReply(
  body: PageReply['body'],
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): PageReply {
  return {
    status,
    headers: { ...safeHeaders, 'content-type': 'text/html; charset=utf-8', ...headers },
    body,
  }
}

/** Sends the browser on after a form was taken. */
export function seeOther(location: string, headers: Readonly<Record<string, string>> = {}): PageReply {
  return { status: 303, headers: { ...safeHeaders, location, ...headers }, body: '' }
}

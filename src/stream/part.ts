/**
 * What the runtime counted for one sample. Runtimes leave numbers out and send nonsense (0, -2^63): a field is here
 * only when the number made sense.
 */
export interface Usage {
  /** Tokens of the prompt, cached ones included. */
  readonly promptTokens?: number
  /** Tokens generated: thinking, tags and answer together. */
  readonly outputTokens?: number
  /** Time from the request until the model was ready, in milliseconds; waiting for a slot is not in it. */
  readonly loadMs?: number
  /** Time spent reading the prompt, in milliseconds. */
  readonly promptMs?: number
  /** Time spent generating by the runtime's own account, in milliseconds; some versions leave sampling out. */
  readonly outputMs?: number
  /** The whole request by the runtime's own account, in milliseconds. */
  readonly totalMs?: number
}

/** Codes of a sample that failed: what came over the wire, or did not. */
export const failureCodes = [
  'refused',
  'reset',
  'ended-without-done',
  'runtime-error',
  'busy',
  'rejected',
  'prompt-too-long',
  'malformed',
  'model-changed',
  'disk',
] as const

/**
 * Why a sample failed.
 *
 * `refused` nobody listens · `reset` the connection broke · `ended-without-done` the stream ended cleanly but unfinished (the
 * runtime's own repetition guard does that) · `runtime-error` an error line or a 5xx · `busy` 503 or 429 · `rejected` another 4xx · `prompt-too-long`
 * prompt and window do not fit · `malformed` not the protocol · `model-changed` another model answers under the name · `disk`
 * the journal could not be written.
 */
export type FailureCode = (typeof failureCodes)[number]

/** How a stream ended, as far as the wire tells. `message` begins with the code. */
export type StreamEnd =
  | { readonly type: 'finished'; readonly reason: 'stop' | 'length' }
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string }

/**
 * One piece of a stream.
 *
 * `tokens` is how many tokens the piece stands for, counted as they came (one a message of the runtime): 0 for a piece whose
 * token was counted with another one. A piece may have no text: the runtime said something, but its text is held back or was a
 * tag. `recast` says that everything sent as `answer-delta` so far was thinking, which only the closing tag showed: whoever
 * gathers the text moves it, and its tokens, to the thinking, and goes on with an empty answer. It comes at most once.
 * The last part of a stream is always `end`, and nothing follows it.
 */
export type Part =
  | { readonly type: 'thinking-delta'; readonly text: string; readonly tokens: number }
  | { readonly type: 'answer-delta'; readonly text: string; readonly tokens: number }
  | { readonly type: 'recast' }
  | {
      readonly type: 'end'
      readonly end: StreamEnd
      readonly usage: Usage
      /** Nothing of the sample had come, and the same request may fare better later: only then is it safe to send it again. */
      readonly retryable?: true
      /** How long it asks to wait before, in milliseconds. */
      readonly retryAfterMs?: number
    }

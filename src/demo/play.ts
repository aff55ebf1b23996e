import type { ServerResponse } from 'node:http'
import type { Clock } from '../ground/clock.ts'
import { demoModelName } from './demo-model.ts'
import type { WrittenToken } from './written-sample.ts'

/** What is played, and how. */
export interface Play {
  readonly tokens: Iterable<WrittenToken>
  /** Whether tokens come one by one, or all in one answer at the end. */
  readonly stream: boolean
  readonly endpoint: 'chat' | 'generate'
  /** Whether the runtime splits the thinking off; else its tags are part of the text, as with `think: false`. */
  readonly splits: boolean
  readonly promptTokens: number
  /** Most tokens to play; infinite where nothing limits them. */
  readonly maxTokens: number
  /** Breaks the connection after this many tokens. */
  readonly cutAfter?: number
  readonly tokenDelayMs: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Tokens played between two looks at the client, where they come without delay. */
const burst = 64

/**
 * Plays a sample into a response, as the runtime writes it: the headers go out with the first token, a line a token, and a last
 * line with counts and durations in nanoseconds.
 *
 * Ends early when the client hangs up, and breaks the connection of a sample that is to be cut.
 */
export async function play(response: ServerResponse, what: Play): Promise<void> {
  const { clock, signal, tokenDelayMs, maxTokens, cutAfter = Number.POSITIVE_INFINITY } = what
  const startedMs = clock.nowMs()
  const whole = { thinking: '', text: '' }
  let count = 0
  let reason = 'stop'

  for (const token of what.tokens) {
    if (count >= maxTokens) {
      reason = 'length'
      break
    }
    if (tokenDelayMs > 0) await waitUntil(startedMs + count * tokenDelayMs, clock, signal)
    else if (count % burst === burst - 1) await new Promise(setImmediate)
    if (signal.aborted) return
    if (count >= cutAfter) {
      // The end of the connection without the end of the body: what was written still arrives.
      response.socket?.destroySoon()
      return
    }
    count++
    const shown = shownAs(token, what.splits)
    if (shown === undefined) continue
    whole[shown] += token.text
    if (what.stream)
      await writeLine(response, line(what.endpoint, { [shown]: token.text }, { done: false }), signal)
  }

  const numbers = done(what, count, reason, clock.nowMs() - startedMs)
  if (what.stream) {
    await writeLine(response, line(what.endpoint, {}, numbers), signal)
    response.end()
  } else {
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' })
    response.end(line(what.endpoint, whole, numbers))
  }
}

function shownAs({ channel }: WrittenToken, splits: boolean): 'thinking' | 'text' | undefined {
  if (channel === 'stop') return undefined
  if (!splits) return 'text'
  if (channel === 'tag') return undefined
  return channel === 'thinking' ? 'thinking' : 'text'
}

/** One object of the wire in the runtime's own order of fields, escaped as the runtime escapes it. */
function line(
  endpoint: 'chat' | 'generate',
  { thinking = '', text = '' }: { thinking?: string; text?: string },
  rest: Record<string, unknown>,
): string {
  const trace = thinking === '' ? {} : { thinking }
  const body =
    endpoint === 'chat'
      ? { message: { role: 'assistant', content: text, ...trace } }
      : { response: text, ...trace }
  return wireJson({ model: demoModelName, created_at: new Date().toISOString(), ...body, ...rest })
}

/** JSON as the runtime writes it: `<`, `>` and `&` are escaped, so tags are never found in the raw bytes. */
export function wireJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)
}

function done(what: Play, count: number, reason: string, elapsedMs: number): Record<string, unknown> {
  const nanoseconds = Math.max(1, Math.round(elapsedMs * 1e6))
  return {
    done: true,
    done_reason: reason,
    total_duration: nanoseconds + 2_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: what.promptTokens,
    prompt_eval_duration: 1_000_000,
    eval_count: count,
    eval_duration: nanoseconds,
  }
}

async function writeLine(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'application/x-ndjson' })
  if (response.write(`${text}\n`) || signal.aborted) return
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go)
      signal.removeEventListener('abort', go)
      resolve()
    }
    response.once('drain', go)
    signal.addEventListener('abort', go, { once: true })
  })
}

/** Waits until a moment of the clock, or until the client is gone. */
async function waitUntil(momentMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  const leftMs = momentMs - clock.nowMs()
  if (leftMs <= 0 || signal.aborted) return
  await new Promise<void>((resolve) => {
    const go = () => {
      cancel()
      signal.removeEventListener('abort', go)
      resolve()
    }
    const cancel = clock.setTimer(go, leftMs)
    signal.addEventListener('abort', go, { once: true })
  })
}

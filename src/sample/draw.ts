import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import { onAbort } from '../ground/on-abort.ts'
import type { Guard, GuardEvent } from '../guard/guard.ts'
import type { PartSource } from '../runtime/driver.ts'
import type { Part, StreamEnd, Usage } from '../stream/part.ts'
import type { SampleEnd } from './sample.ts'

/** What one request brought: text, ending and numbers. */
export interface Draw {
  readonly thinking: string
  readonly text: string
  readonly end: SampleEnd
  /** What the runtime counted; empty unless it said how the sample ended. */
  readonly usage: Usage
  /** Tokens by the parts that came. */
  readonly counted: { readonly thinking: number; readonly answer: number }
  /** From the request to the first part, in milliseconds; absent where nothing came. */
  readonly firstPartMs?: number
  /** From the request to the last part, in milliseconds; absent where nothing came. */
  readonly lastPartMs?: number
  readonly elapsedMs: number
  /** The failure may be over soon, and nothing was begun: sending the request again is safe. */
  readonly retryable?: boolean
  /** How long the runtime asks to wait before, in milliseconds. */
  readonly retryAfterMs?: number
  /** It was cancelled before its request was sent: the runtime knows nothing of it. */
  readonly unsent?: true
  /** How the request ended that was to force an answer out; absent where none was sent. */
  readonly forcedEnd?: SampleEnd
}

/** What may be told to a draw beside its stream, guards and clock. */
export interface DrawOptions {
  /** Cancels the draw; its reason, a text, is kept in the ending. */
  readonly signal?: AbortSignal
  /** Sees every part as it comes, for a screen. Must be quick. */
  readonly onPart?: (part: Part, elapsedMs: number) => void
}

/**
 * A timer later than this, in milliseconds, was held up by a suspended machine, whose clock may have run on: its wait starts
 * again, once, so that nothing that was alive is tripped.
 */
const lateTimerMs = 5_000

/**
 * Draws one sample: reads the stream to its end, or until a guard trips or the signal aborts. Never rejects for the sample's trouble: what the
 * stream throws is an ending. What `onPart` or a guard throws is a fault of the program, no sample's: the request is closed, and it rejects with that.
 *
 * Owns the one timer of the sample. Leaving early aborts the request, and with it the runtime's work.
 *
 * @param open - Sends the request and yields its parts; closes the connection when the signal aborts.
 * @param guards - Guards of this sample alone.
 * @param clock - The time.
 */
export function drawSample(
  open: (signal: AbortSignal) => PartSource,
  guards: readonly Guard[],
  clock: Clock,
  { signal, onPart }: DrawOptions = {},
): Promise<Draw> {
  return new Promise((resolve, reject) => {
    const startMs = clock.nowMs()
    const request = new AbortController()
    let heldUpMs = 0
    let thinking = ''
    let text = ''
    const counted = { thinking: 0, answer: 0 }
    let firstPartMs: number | undefined
    let lastPartMs: number | undefined
    let over = false
    let cancelTimer: (() => void) | undefined
    let unlisten: (() => void) | undefined
    let source: PartSource | undefined
    let timerAtMs = Number.POSITIVE_INFINITY
    let armedAtMs = 0
    let wakeWasLate = false

    const elapsed = () => clock.nowMs() - startMs - heldUpMs

    /** Once: whatever comes later is too late. */
    const close = (): boolean => {
      if (over) return false
      over = true
      cancelTimer?.()
      unlisten?.()
      return true
    }
    const finish = (
      end: SampleEnd,
      usage: Usage = {},
      again: Pick<Draw, 'retryable' | 'retryAfterMs'> = {},
    ) => {
      if (!close()) return
      resolve({
        thinking,
        text,
        end,
        usage,
        counted,
        ...defined({ firstPartMs, lastPartMs }),
        elapsedMs: elapsed(),
        ...again,
        ...(end.type === 'cancelled' && (source === undefined || source.isSent === false)
          ? { unsent: true as const }
          : {}),
      })
      if (end.type !== 'finished') request.abort(end.type)
    }
    const cancel = () => finish({ type: 'cancelled', why: messageOf(signal?.reason) })
    /** Runs what is not ours; what it throws goes to the caller as it is. False where it threw, or where nothing more is to be done. */
    const guarded = (step: () => boolean): boolean => {
      try {
        return step()
      } catch (thrown) {
        if (close()) {
          reject(thrown)
          request.abort('fault')
        }
        return false
      }
    }

    const trip = (event: GuardEvent, elapsedMs: number): boolean => {
      for (const guard of guards) {
        const detail = guard.inspect(event, elapsedMs)
        if (detail === undefined) continue
        finish({ type: 'tripped', guard: guard.name, detail })
        return true
      }
      return false
    }

    /** Sees to it that the timer fires no later than the earliest guard asks; a timer that fires too early only looks again. */
    const arm = (): boolean => {
      // Whoever was shown the part may have cancelled the sample.
      if (over) return false
      let wakeMs = Number.POSITIVE_INFINITY
      for (const guard of guards) wakeMs = Math.min(wakeMs, guard.wakeAtMs())
      if (wakeMs >= timerAtMs || wakeMs === Number.POSITIVE_INFINITY) return true
      cancelTimer?.()
      timerAtMs = wakeMs
      armedAtMs = elapsed()
      cancelTimer = clock.setTimer(() => guarded(wake), wakeMs - armedAtMs)
      return true
    }
    const wake = (): boolean => {
      if (over) return false
      const lateMs = elapsed() - timerAtMs
      timerAtMs = Number.POSITIVE_INFINITY
      if (lateMs > lateTimerMs && !wakeWasLate) {
        wakeWasLate = true
        heldUpMs += elapsed() - armedAtMs
        return arm()
      }
      const nowMs = elapsed()
      const dueGuards = guards.filter((guard) => guard.wakeAtMs() <= nowMs)
      if (dueGuards.length > 0) {
        if (trip({ type: 'wake' }, nowMs)) return false
        const stuck = dueGuards.find((guard) => guard.wakeAtMs() <= nowMs)
        if (stuck !== undefined)
          throw new Error(`Guard "${stuck.name}" woke, did not trip and named no later moment.`)
      }
      return arm()
    }

    /** Takes a part in; false where it was the last that is wanted. */
    const take = (part: Part): boolean => {
      const nowMs = elapsed()
      if (part.type === 'end') {
        onPart?.(part, nowMs)
        finish(
          endingOf(part.end, thinking, text),
          part.usage,
          defined({ retryable: part.retryable, retryAfterMs: part.retryAfterMs }),
        )
        return false
      }
      firstPartMs ??= nowMs
      lastPartMs = nowMs
      wakeWasLate = false
      if (part.type === 'thinking-delta') {
        thinking += part.text
        counted.thinking += part.tokens
      } else if (part.type === 'answer-delta') {
        text += part.text
        counted.answer += part.tokens
      } else {
        thinking += text
        text = ''
        counted.thinking += counted.answer
        counted.answer = 0
      }
      onPart?.(part, nowMs)
      return !trip(part, nowMs) && arm()
    }

    const read = async () => {
      source = open(request.signal)
      for await (const part of source) {
        if (over || !guarded(() => take(part))) return
      }
      finish({
        type: 'failed',
        code: 'ended-without-done',
        message: 'ended-without-done: the stream broke off',
      })
    }

    if (signal?.aborted) {
      cancel()
      return
    }
    unlisten = signal && onAbort(signal, cancel)
    if (!guarded(arm)) return
    read().catch((thrown: unknown) => {
      finish({ type: 'failed', code: 'malformed', message: `malformed: ${messageOf(thrown)}` })
    })
  })
}

/** The ending of a stream as that of its sample: the stream does not tell an end within the thinking from one behind an answer. */
function endingOf(end: StreamEnd, thinking: string, text: string): SampleEnd {
  const isWithinThinking = end.type === 'finished' && end.reason === 'stop' && text.trim() === ''
  return isWithinThinking && thinking.trim() !== '' ? { type: 'finished', reason: 'in-thinking' } : end
}

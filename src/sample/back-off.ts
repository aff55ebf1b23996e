import type { Clock } from '../ground/clock.ts'
import { onAbort } from '../ground/on-abort.ts'

/** First and longest wait before a request is sent again, in milliseconds; each wait is up to twice the one before. */
const firstWaitMs = 500
const longestWaitMs = 30_000

/**
 * How long to wait before a request is sent again, in milliseconds: exponential with jitter, so that many clients do not come back at once.
 *
 * @param sent - How often it was sent, at least 1.
 * @param chance - From 0 to 1.
 */
export function backOffMs(sent: number, chance: number): number {
  const longestMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (sent - 1))
  return Math.round(longestMs * (0.5 + chance / 2))
}

/** Waits; false if the signal aborted before the time was over. */
export function pause(waitMs: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false)
      return
    }
    const cancelTimer = clock.setTimer(() => {
      unlisten()
      resolve(true)
    }, waitMs)
    const unlisten = onAbort(signal, () => {
      cancelTimer()
      resolve(false)
    })
  })
}

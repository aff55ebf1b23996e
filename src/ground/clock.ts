/** A way to end a wait before its time. */
export type CancelTimer = () => void

/**
 * The time, as the program sees it: injected, so that tests cover minutes in milliseconds.
 *
 * `nowMs` is monotonic and has no date; only `date` knows the calendar.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  nowMs(): number
  /** The calendar time, for records that people read. */
  date(): Date
  /** Calls `wake` once, `delayMs` from now (0 or more). */
  setTimer(wake: () => void, delayMs: number): CancelTimer
}

/** Longest wait that a Node timer takes, in milliseconds; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1

/** The clock of this machine. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  date: () => new Date(),
  setTimer(wake, delayMs) {
    const timer = setTimeout(wake, Math.min(Math.max(delayMs, 0), longestTimerMs))
    return () => clearTimeout(timer)
  },
}

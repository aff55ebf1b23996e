import type { Part } from '../stream/part.ts'

/** What a guard sees: each part as it comes, and `wake` at the moment it asked for. */
export type GuardEvent = Part | { readonly type: 'wake' }

/**
 * Watches one sample and may trip it. A trip is an outcome to count, not an error.
 *
 * A guard has no clock and sets no timer: time comes in as a number, so tests need no waiting. Each sample gets guards of its
 * own. Cost per part is constant.
 */
export interface Guard {
  /** Names the guard in endings and reports: lower-case words joined by hyphens. */
  readonly name: string
  /**
   * Looks at one event.
   *
   * @param event - The part that came, or `wake`.
   * @param elapsedMs - Milliseconds since the request was sent, without time in which the machine slept. It may fall back to
   *   where a wait began, to let that wait run once more; a guard then neither trips nor moves its limit.
   * @returns Why the sample must end, with the numbers; `undefined` to let it go on.
   */
  inspect(event: GuardEvent, elapsedMs: number): string | undefined
  /** When to be woken if nothing comes, in milliseconds since the request; `Infinity` for never. */
  wakeAtMs(): number
}

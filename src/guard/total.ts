import { formatDuration } from '../ground/duration.ts'
import { tokensText } from './amount-text.ts'
import type { Guard } from './guard.ts'

/**
 * Ends a sample that is not finished `limitMs` after its first part.
 *
 * Counted from the first part: a queue or a model load before it is the first-part guard's matter. The end itself never
 * trips, however late: a sample that is there is not thrown away.
 *
 * @param limitMs - Longest time from the first part to the end, in milliseconds, > 0.
 */
export function totalGuard(limitMs: number): Guard {
  let wakeAtMs = Number.POSITIVE_INFINITY
  let tokens = 0
  return {
    name: 'total-timeout',
    inspect(event, elapsedMs) {
      if (event.type === 'end') {
        wakeAtMs = Number.POSITIVE_INFINITY
        return undefined
      }
      if (event.type !== 'wake') {
        if (event.type !== 'recast') tokens += event.tokens
        if (wakeAtMs === Number.POSITIVE_INFINITY) wakeAtMs = elapsedMs + limitMs
      }
      if (elapsedMs < wakeAtMs) return undefined
      return `not finished ${formatDuration(limitMs)} after its first part, at ${tokensText(tokens)}; --timeout changes the limit`
    },
    wakeAtMs: () => wakeAtMs,
  }
}

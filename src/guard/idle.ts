import { formatDuration } from '../ground/duration.ts'
import { tokensText } from './amount-text.ts'
import type { Guard } from './guard.ts'

/**
 * Ends a sample that falls silent for `limitMs` once it has begun. Thinking is life as much as the answer is.
 *
 * The wait for the first part is another guard's: it may be a queue or a cold model load, which is no stall. A part that
 * comes late shows life, so only a wake trips.
 *
 * @param limitMs - Longest silence allowed, in milliseconds, > 0.
 */
export function idleGuard(limitMs: number): Guard {
  let wakeAtMs = Number.POSITIVE_INFINITY
  let tokens = 0
  return {
    name: 'idle-timeout',
    inspect(event, elapsedMs) {
      if (event.type === 'end') wakeAtMs = Number.POSITIVE_INFINITY
      else if (event.type !== 'wake') {
        // The sum is kept, and compared as it is: (last + limit) - last may fall short of the limit by rounding.
        wakeAtMs = elapsedMs + limitMs
        if (event.type !== 'recast') tokens += event.tokens
      }
      if (elapsedMs < wakeAtMs) return undefined
      return `silent for ${formatDuration(limitMs)} after ${tokensText(tokens)}; --idle-timeout changes the limit`
    },
    wakeAtMs: () => wakeAtMs,
  }
}

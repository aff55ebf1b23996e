import { formatDuration } from '../ground/duration.ts'
import type { Guard } from './guard.ts'

/**
 * Ends a sample to which nothing has come within `limitMs` of its request.
 *
 * The runtime is silent while the request queues, the model loads and the prompt is read; none of that is a stall, so this
 * limit is long and apart from the idle one. A part that comes late has come: only a wake trips.
 *
 * @param limitMs - Longest wait for the first part, in milliseconds, > 0.
 */
export function firstPartGuard(limitMs: number): Guard {
  let wakeAtMs = limitMs
  return {
    name: 'first-part-timeout',
    inspect(event, elapsedMs) {
      if (event.type !== 'wake') wakeAtMs = Number.POSITIVE_INFINITY
      if (elapsedMs < wakeAtMs) return undefined
      return `nothing came within ${formatDuration(limitMs)} of the request: it queues, the model loads, the prompt is long, or the runtime hangs; --first-part-timeout changes the limit`
    },
    wakeAtMs: () => wakeAtMs,
  }
}

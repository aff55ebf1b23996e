import type { ForcedDraw } from '../sample/force.ts'
import type { HostEnding } from './host-action.ts'

/** Guards that trip where nothing comes any more: of several hosts that says more of the host than of the sample. */
const silenceGuards = new Set(['first-part-timeout', 'idle-timeout'])

/** Statuses by which a host says that it serves this model no longer, or not to us. */
const unfitStatuses = /\bHTTP (?:401|403|404|405|407)\b|\bmodel\b.*\bnot found\b/i

/** What the ending of a draw says of its host. Pure. */
export function hostEnding({ draw, forced }: Pick<ForcedDraw, 'draw' | 'forced'>): HostEnding {
  const { end, counted, usage, retryable, firstPartMs, retryAfterMs } = draw
  const served: HostEnding = {
    type: 'served',
    tokens: usage.outputTokens ?? counted.thinking + counted.answer,
  }
  if (end.type === 'cancelled') return { type: 'cancelled' }
  if (end.type === 'finished') return served
  if (end.type === 'tripped') {
    const isSilence = silenceGuards.has(end.guard) && !forced
    return isSilence ? { type: 'broke', message: `${end.guard}: ${end.detail}` } : served
  }
  const { code, message } = end
  switch (code) {
    case 'refused':
      return { type: 'refused' }
    case 'busy':
      return { type: 'busy', retryAfterMs }
    case 'model-changed':
      return { type: 'unfit', why: message }
    case 'reset':
    case 'ended-without-done':
    case 'malformed':
      return { type: 'broke', message }
    case 'rejected':
      return unfitStatuses.test(message) ? { type: 'unfit', why: message } : { type: 'served', tokens: 0 }
    case 'runtime-error':
      // What is refused at once and for good, as a wrong option is, would be everywhere.
      return retryable === true || firstPartMs !== undefined
        ? { type: 'broke', message }
        : { type: 'served', tokens: 0 }
    default:
      return { type: 'served', tokens: 0 }
  }
}

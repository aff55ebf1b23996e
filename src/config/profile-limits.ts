import { parseDuration } from '../ground/duration.ts'
import type { Limits } from '../guard/schema.ts'

/** Limits under the names of a file, with durations as `Time`. */
interface FileLimits<Time> {
  readonly load: Time
  readonly firstPart: Time
  readonly idle: Time
  readonly total: Time
  readonly maxTokens?: number
  readonly maxThinkingTokens?: number
  readonly loop?: Exclude<Limits['loop'], undefined>
}

/** Limits as a file has them, durations as people write them. */
export type ShippedLimits = FileLimits<string>

/** The limits of a profile under the names of the program. */
export function limitsOf({ load, firstPart, idle, total, ...tokens }: FileLimits<number>) {
  return {
    /** Loading the model before the first sample, in milliseconds. Giving up on it aborts the load, so it is long. */
    loadMs: load,
    /** From the request to the first part, in milliseconds: queue, load and reading the prompt; the runtime is silent meanwhile. */
    firstPartMs: firstPart,
    /** Longest silence after the first part, in milliseconds. Thinking counts as life. */
    idleMs: idle,
    /** From the first part to the end, in milliseconds. */
    totalMs: total,
    ...tokens,
  }
}

/** The limits of a file that ships with Magi. */
export function limitsOfShipped({ load, firstPart, idle, total, ...tokens }: ShippedLimits) {
  return limitsOf({
    load: parseDuration(load),
    firstPart: parseDuration(firstPart),
    idle: parseDuration(idle),
    total: parseDuration(total),
    ...tokens,
  })
}

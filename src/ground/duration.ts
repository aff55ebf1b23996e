import { UsageError } from './errors.ts'

const unitMs = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const

/** Longest duration that is taken, in milliseconds: 24 days, within the longest wait of a Node timer (2^31 - 1 ms). */
const longestMs = 24 * 24 * 3_600_000

const number = String.raw`(\d+(?:\.\d+)?)`
/** Each unit once at most, the larger first. */
const written = new RegExp(`^(?:${number}h)?(?:${number}m(?!s))?(?:${number}s)?(?:${number}ms)?$`)

/** What a written duration looks like, for who checks it without reading it. */
export const durationPattern: string = written.source

/** What is wrong with a written duration, and what to do. */
export interface DurationFault {
  readonly message: string
  readonly fix: string
}

/** The milliseconds of a written duration, or why it is none. */
export function readDuration(text: string): number | DurationFault {
  const plain = text.trim()
  if (/^\d+(\.\d+)?$/.test(plain)) {
    return { message: `"${plain}" has no unit.`, fix: `Write ${plain}s or ${plain}m.` }
  }
  const counts = written.exec(plain)?.slice(1)
  if (counts === undefined || plain === '') {
    return { message: `"${text}" is not a duration.`, fix: 'Write it as 500ms, 30s, 10m, 8h or 1h30m.' }
  }
  const ms = Math.round(
    Object.values(unitMs).reduce((sum, size, place) => sum + Number(counts[place] ?? 0) * size, 0),
  )
  if (ms === 0) return { message: `"${text}" must be longer than zero.`, fix: 'Write at least 1ms.' }
  if (ms > longestMs) return { message: `"${text}" is longer than 24 days.`, fix: 'Write at most 576h.' }
  return ms
}

/**
 * Reads a duration as people write it: `500ms`, `30s`, `10m`, `8h`, `1h30m`; each unit once at most, the larger first.
 *
 * @returns Milliseconds, whole, from 1 to 24 days.
 * @throws UsageError for a bare number (seconds or minutes? it has to say) and for anything else.
 */
export function parseDuration(text: string): number {
  const ms = readDuration(text)
  if (typeof ms === 'number') return ms
  throw new UsageError(ms.message, { fix: ms.fix })
}

/**
 * Writes a duration so that `parseDuration` reads it back: `500ms`, `30s`, `1.5m`, `8h`.
 *
 * The largest unit that gives a short exact number, so that a limit reads as it was written.
 *
 * @param ms - Milliseconds, 0 or more; rounded to whole ones.
 */
export function formatDuration(ms: number): string {
  const whole = Math.round(ms)
  for (const [unit, size] of Object.entries(unitMs)) {
    if (whole >= size && whole % (size / 10) === 0) return `${whole / size}${unit}`
  }
  return `${whole}ms`
}

import { UsageError } from './errors.ts'

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** Longest duration that is taken, in milliseconds: 24 days, within the longest wait of a Node timer (2^31 - 1 ms). */
const longestMs = 24 * 24 * 3_600_000

/** The milliseconds of a written duration, or what is wrong with it in a sentence and what to write in another. */
export function readDuration(text: string): number | string {
  const written = text.trim()
  if (/^\d+(\.\d+)?$/.test(written)) return `"${written}" has no unit. Write ${written}s or ${written}m.`
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(written)) {
    return `"${text}" is not a duration. Write it as 500ms, 30s, 10m, 8h or 1h30m.`
  }
  let ms = 0
  for (const [, count, unit] of written.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    ms += Number(count) * (unitMs[unit ?? ''] ?? 0)
  }
  ms = Math.round(ms)
  if (ms === 0) return `"${text}" is no time at all. Write at least 1ms.`
  if (ms > longestMs) return `"${text}" is longer than 24 days. Write at most 576h.`
  return ms
}

/**
 * Reads a duration as people write it: `500ms`, `30s`, `10m`, `8h`, `1h30m`.
 *
 * @returns Milliseconds, whole, from 1 to 24 days.
 * @throws UsageError for a bare number (seconds or minutes? it has to say) and for anything else.
 */
export function parseDuration(text: string): number {
  const ms = readDuration(text)
  if (typeof ms === 'number') return ms
  const [message = '', fix = ''] = ms.split(/(?<=\.) (?=Write)/)
  throw new UsageError(message, { fix })
}

/**
 * Writes milliseconds so that `parseDuration` reads them back: `1h30m`, `500ms`.
 *
 * @param ms - Milliseconds; rounded to whole ones.
 */
export function formatDuration(ms: number): string {
  let left = Math.round(ms)
  let text = ''
  for (const unit of ['h', 'm', 's', 'ms']) {
    const size = unitMs[unit] ?? 1
    const count = Math.floor(left / size)
    if (count > 0) text += `${count}${unit}`
    left -= count * size
  }
  return text === '' ? '0ms' : text
}

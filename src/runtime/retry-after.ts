import type { IncomingHttpHeaders } from 'node:http'

/**
 * How long `Retry-After` asks to wait, in milliseconds: seconds, or the date to wait for, counted from the date of the response
 * (RFC 9110, 10.2.3).
 *
 * @returns `undefined` where it is absent or unreadable.
 */
export function retryAfterMs({
  'retry-after': asked,
  date,
}: Pick<IncomingHttpHeaders, 'retry-after' | 'date'>): number | undefined {
  if (asked === undefined) return undefined
  if (/^\s*\d{1,9}\s*$/.test(asked)) return Number(asked) * 1_000
  const waitMs = Date.parse(asked) - Date.parse(date ?? '')
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs)
}

import type { Reader } from './reader.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'

/** `12:30`, `4:05 pm`: hours, a colon and two digits of minutes. Any other colon is a ratio. */
export function isTime(span: Span): boolean {
  const [hours, colon, minutes] = [span.at(0), span.at(1), span.at(2)]
  if (colon?.text !== ':' || hours?.kind !== 'number' || minutes?.kind !== 'number') return false
  if (!/^\d{1,2}$/.test(hours.text) || !/^[0-5]\d$/.test(minutes.text) || Number(hours.text) > 24)
    return false
  return span.length === 3 || halfOfDay(span) !== undefined
}

/** A time of day is compared as text: 12:00 is no quotient. */
export function readTime(span: Span, _reader: Reader): Shape {
  const [hours, minutes] = [span.at(0)?.text ?? '', span.at(2)?.text ?? '']
  const half = halfOfDay(span)
  return { type: 'text', text: `${Number(hours)}:${minutes}${half === undefined ? '' : ` ${half}`}` }
}

function halfOfDay(span: Span): 'am' | 'pm' | undefined {
  const text = span
    .part(3)
    .tokens.map((token) => token.text)
    .join('')
    .replace(/[.\s]/g, '')
    .toLowerCase()
  return text === 'am' || text === 'pm' ? text : undefined
}

import type { Shape } from '../structure/shape.ts'
import { dateIn } from './date.ts'
import { exactText, type TextReader, type TextReading, type Written } from './text-reader.ts'
import { timeIn } from './time-of-day.ts'

/** `10–20`, `10 to 20 minutes`, `between 3 and 5`, `$10–$20`, `3–2`, `March 3 to March 5`, `1914–1918`. */
export const range: TextReader = {
  what: 'two ends, or the two figures of a score; never the difference of its ends, and never two ranges with other ends',
  sign: /\d/,
  kinds: new Set(['auto', 'quantity', 'text']),
  read(written) {
    const { plain } = written
    if (plain.length > 80 || !/\d/.test(plain)) return undefined
    const ends = endsIn(plain)
    if (ends === undefined) return undefined
    return ofDates(ends, written) ?? ofValues(ends, written)
  },
}

type Ends = readonly [from: string, to: string]

/** A dash between bare ends, or words that say a range. */
function endsIn(plain: string): Ends | undefined {
  const spoken =
    /^(?:from\s+|von\s+|de\s+|entre\s+|от\s+|с\s+)?(.{1,36}?)\s+(?:to|through|until|till|bis|à|至|до|по)\s+(.{1,36})$/i.exec(
      plain,
    ) ?? /^(?:between|zwischen|entre)\s+(.{1,36}?)\s+(?:and|und|et|y|e)\s+(.{1,36})$/i.exec(plain)
  if (spoken !== null) return [spoken[1] ?? '', spoken[2] ?? '']
  const dashed = /^([^–]{1,36}?)\s?[–—~]\s?([^–]{1,36})$/.exec(plain)
  if (dashed !== null) return [dashed[1] ?? '', dashed[2] ?? '']
  const hyphen = /^(.{0,16}?\d[^-]{0,16}?)\s?-\s?((?:[-+]\s?)?[$€£¥₹]?\d.{0,36})$/.exec(plain)
  return hyphen === null ? undefined : [hyphen[1] ?? '', hyphen[2] ?? '']
}

function ofDates([from, to]: Ends, written: Written): TextReading | undefined {
  const [start, end] = [dateIn(from, written), dateIn(to, written)]
  if (start !== undefined && end !== undefined) return exactText(`from ${start} to ${end}`)
  const [opening, closing] = [timeIn(from), timeIn(to)]
  if (opening !== undefined && closing !== undefined) return exactText(`from ${opening} to ${closing}`)
  // "March 3–5", "3–5 March 2024": the month is said once.
  const month = /^(\p{L}{3,}\.?)\s+\d{1,2}$/u.exec(from)?.[1]
  const first = month === undefined ? undefined : dateIn(`${month} ${to}`, written)
  if (first !== undefined && start !== undefined) return exactText(`from ${start} to ${first}`)
  const rest = /^\d{1,2}\s+(\p{L}{3,}.*)$/u.exec(to)?.[1]
  const before =
    rest === undefined || !/^\d{1,2}$/.test(from) ? undefined : dateIn(`${from} ${rest}`, written)
  return before !== undefined && end !== undefined ? exactText(`from ${before} to ${end}`) : undefined
}

const figure = String.raw`[-+]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.,]\d+)?(?:\s?\/\s?\d+)?(?:\s?[×x]\s?10\^\{?-?\d+\}?)?|[-+]?\.\d+`
const unit = String.raw`(?:\s?(?:%|°\s?[CFK]?|[$€£¥₹])|\s?[\p{L}μΩ°][\p{L}μΩ°.]*(?:\s?[/·]\s?\p{L}+)?(?:\^\{?-?\d\}?)?(?:\s\p{L}+){0,2})?`
const valuePattern = new RegExp(`^([$€£¥₹]|US\\$|[A-Z]{3}\\s)?\\s?(${figure})(${unit})$`, 'u')

interface End {
  readonly currency: string
  readonly figure: string
  readonly unit: string
}

function endOf(text: string): End | undefined {
  const found = valuePattern.exec(text.trim())
  if (found === null) return undefined
  // `5e-3` is a power of ten, `14 - 2i` a complex number.
  const unit = (found[3] ?? '').trim()
  if (/^\p{L}(?![\p{L}.°])/u.test(unit) && !/^[hsmgLNJWVAKC](?![\d^])/.test(unit)) return undefined
  return { currency: found[1] ?? '', figure: (found[2] ?? '').replace(/\s/g, ''), unit: found[3] ?? '' }
}

/** Two values; a unit or currency that one of them states is that of both. */
function ofValues([from, to]: Ends, written: Written): TextReading | undefined {
  const [low, high] = [endOf(from), endOf(to)]
  if (low === undefined || high === undefined) return undefined
  // A figure with a zero in front is no number but part of a code: 555-0123.
  if (isCode(low.figure) || isCode(high.figure)) return undefined
  const unitOfBoth = high.unit === '' ? low.unit : high.unit
  const currency = low.currency === '' ? high.currency : low.currency
  const shapes = [low, high].map((end): Shape | undefined =>
    written.read(
      `${end.currency === '' ? currency : end.currency}${end.figure}${end.unit === '' ? unitOfBoth : end.unit}`.trim(),
    ),
  )
  const items = shapes.filter((shape) => shape?.type === 'scalar')
  return items.length === 2 ? { shape: { type: 'group', tag: 'range', order: 'kept', items } } : undefined
}

function isCode(figure: string): boolean {
  return /^0\d/.test(figure)
}

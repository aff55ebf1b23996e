import { monthNamed, weekdayNamed } from './month-names.ts'
import { exactText, type TextReader, type Written } from './text-reader.ts'
import { timeIn } from './time-of-day.ts'

/**
 * ISO dates, dates with slashes, dots or month names, with a weekday before and a time behind.
 *
 * The literal form has the parts that were written; what was not written is no zero.
 */
export const date: TextReader = {
  what: 'a day, month or year of the calendar; never a difference or a quotient of its figures, and never two of which the order of day and month is not known',
  sign: /\d/,
  kinds: new Set(['auto', 'text']),
  read(written) {
    const year = /^(?:in\s)?(?:the\s)?year\s(\d{3,4})$/i.exec(written.plain)?.[1]
    const number = year === undefined ? undefined : written.read(year)
    if (number !== undefined) return { shape: number }
    const day = dateIn(written.plain, written)
    return day === undefined ? undefined : exactText(`date ${day}`)
  },
}

/** The canonical text of a date: `2024-1-15`, `3-3` without a year, `6/4/2020` where the order is open; `undefined` for anything else. */
export function dateIn(
  text: string,
  { language, context }: Pick<Written, 'language' | 'context'>,
): string | undefined {
  if (text.length > 48 || !/\d/.test(text) || /[=^_{}()<>+*|]/.test(text)) return undefined
  const timed =
    /^(.{6,32}?)(?:[T,]?\s*(?:at|um|à|,)?\s+|T)(\d{1,2}(?::\d{2}){0,2}\s*(?:[ap]\.?\s?m\.?|h|Uhr)?Z?)$/iu.exec(
      text,
    )
  if (timed !== null) {
    const [day, time] = [
      dayIn(timed[1] ?? '', language, context.language),
      timeIn(timed[2]?.replace(/Z$/, '') ?? ''),
    ]
    if (day !== undefined && time !== undefined) return `${day} ${time}`
  }
  const weekday = /^([\p{L}-]{3,13}\.?),?\s+(?:the\s+|den\s+)?(.+)$/u.exec(text)
  const name = weekday === null ? undefined : weekdayNamed(weekday[1] ?? '')
  if (weekday !== null && name !== undefined) {
    const day = dayIn(weekday[2] ?? '', language, context.language)
    return day === undefined ? undefined : `${day} day ${name}`
  }
  return dayIn(text, language, context.language)
}

function dayIn(text: string, language: string | undefined, region: string | undefined): string | undefined {
  return inFigures(text, language, region) ?? inCharacters(text) ?? withMonth(text) ?? inEra(text)
}

/** `2024-01-15`, `2024/1/15`, `15.03.2024`, `6/4/2020`. */
function inFigures(
  text: string,
  language: string | undefined,
  region: string | undefined,
): string | undefined {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text)
  if (iso !== null) return dayOf(iso[1], iso[3], iso[4])
  const parts = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text)
  if (parts === null) return shortYear(text)
  const [, first = '', sign = '', second = '', year = ''] = parts
  if (sign === '.') return dayOf(year, second, first)
  const order = orderOf(language, region)
  if (order === 'month' || Number(second) > 12) return dayOf(year, first, second)
  if (order === 'day' || Number(first) > 12) return dayOf(year, second, first)
  if (first === second || Number(first) === Number(second)) return dayOf(year, first, second)
  // The sixth of April and the fourth of June are both 6/4: what was written counts.
  return isDay(first) && isDay(second) ? `${Number(first)}/${Number(second)}/${year}` : undefined
}

/** `3/15/24`: three figures with slashes and a year of two are no quotient; the century and the order stay open. */
function shortYear(text: string): string | undefined {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{2})$/.exec(text)
  if (parts === null || !isDay(parts[1]) || !isDay(parts[2])) return undefined
  return `${Number(parts[1])}/${Number(parts[2])}/'${parts[3]}`
}

/** Whether the day or the month stands first; English alone does not say. */
function orderOf(language: string | undefined, region: string | undefined): 'day' | 'month' | undefined {
  if (language === undefined) return undefined
  if (language !== 'en')
    return language === 'zh' || language === 'ja' || language === 'ko' ? undefined : 'day'
  if (/[-_]US$/i.test(region ?? '')) return 'month'
  return /[-_](?:GB|AU|NZ|IE|IN|ZA)$/i.test(region ?? '') ? 'day' : undefined
}

/** `2024年1月15日`, `3월 5일`, `ngày 15 tháng 1 năm 2024`. */
function inCharacters(text: string): string | undefined {
  const east = /^(?:(\d{1,4})\s?[年년]\s?)?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?$/u.exec(text)
  if (east !== null) {
    const [, year, month = '', day] = east
    if (year !== undefined || day !== undefined) return dayOf(year, month, day)
  }
  const year = /^(\d{3,4})\s?[年년]$/u.exec(text)
  if (year !== null) return undefined
  const south = /^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})(?:,?\s+năm\s+(\d{4}))?$/iu.exec(text)
  return south === null ? undefined : dayOf(south[3], south[2] ?? '', south[1])
}

const day = String.raw`(\d{1,2})(?:st|nd|rd|th|\.|er|º|ª)?`
const year = String.raw`(\d{4})`
const of = String.raw`(?:\s+(?:of|de|di|del|d'))?`
const word = String.raw`([\p{L}\p{M}]{3,14}\.?)`
const dayFirst = new RegExp(
  `^(?:the\\s+|am\\s+|le\\s+|el\\s+)?${day}${of}[\\s-]+${word}(?:,?(?:\\s+(?:of|de|del))?[\\s-]+${year})?$`,
  'iu',
)
const monthFirst = new RegExp(`^${word}\\s+(?:the\\s+)?${day}(?:,?\\s+(?:of\\s+)?${year})?$`, 'iu')
const yearFirst = new RegExp(`^${year}[,.]?\\s+${word}\\s+${day}$`, 'iu')
const monthOnly = new RegExp(`^${word}(?:,?\\s+(?:of|de|del))?,?\\s+${year}$`, 'iu')

/** `March 3`, `3rd of March, 2024`, `le 3 mars 2024`, `March 2024`. */
function withMonth(text: string): string | undefined {
  const after = dayFirst.exec(text)
  if (after !== null) return named(after[3], after[2], after[1])
  const before = monthFirst.exec(text)
  if (before !== null) return named(before[3], before[1], before[2])
  const first = yearFirst.exec(text)
  if (first !== null) return named(first[1], first[2], first[3])
  const only = monthOnly.exec(text)
  return only === null ? undefined : named(only[2], only[1], undefined)
}

function named(year: string | undefined, month = '', day: string | undefined): string | undefined {
  const position = monthNamed(month)
  return position === undefined ? undefined : dayOf(year, String(position), day)
}

/** `44 BC`, `AD 1066`: a year of the era is no bare number. The year of our own is: `AD 1066` is 1066. */
function inEra(text: string): string | undefined {
  const era = /^(\d{1,5})\s?(B\.?\s?C\.?(?:\s?E\.?)?)$/.exec(text)
  return era === null ? undefined : `${Number(era[1])} before the common era`
}

function dayOf(year: string | undefined, month = '', day: string | undefined): string | undefined {
  if (Number(month) < 1 || Number(month) > 12 || (day !== undefined && !isDay(day))) return undefined
  const parts = [year, month, day ?? (year === undefined ? undefined : 'whole')]
  return parts
    .flatMap((part) => (part === undefined ? [] : [part === 'whole' ? part : String(Number(part))]))
    .join('-')
}

function isDay(text: string | undefined): boolean {
  return Number(text) >= 1 && Number(text) <= 31
}

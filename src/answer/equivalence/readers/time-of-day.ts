import { exactText, type TextReader } from './text-reader.ts'

/** `3 PM`, `4:05 p.m.`, `15:00`, `14h30`, `14 Uhr`, `noon`. */
export const timeOfDay: TextReader = {
  what: 'a time of day; never a ratio, and never a time that says neither am nor pm with one that does',
  sign: /\d|^(?:noon|midday|midnight)$/i,
  kinds: new Set(['auto', 'text']),
  read({ plain }) {
    const time = timeIn(plain)
    return time === undefined ? undefined : exactText(time)
  },
}

const clock =
  /^(?:at\s+)?(\d{1,2})(?::([0-5]\d)(?::([0-5]\d))?)?\s*(a\.?\s?m\.?|p\.?\s?m\.?|o'?clock|noon|midnight|h|hrs|Uhr)?$/i
const spoken: ReadonlyMap<string, string> = new Map([
  ['noon', '12:00 pm'],
  ['midday', '12:00 pm'],
  ['midnight', '12:00 am'],
])

/** The canonical text of a time, `4:05 pm`; `undefined` for what is none, a bare hour included. */
export function timeIn(text: string): string | undefined {
  if (text.length > 24) return undefined
  const word = spoken.get(text.toLowerCase())
  if (word !== undefined) return word
  const french = /^(\d{1,2})\s?h\s?([0-5]\d)$/.exec(text)
  const found = french ?? clock.exec(text)
  if (found === null) return undefined
  const [, hours = '', minutes, seconds] = found
  const mark = french === null ? (found[4] ?? '').toLowerCase().replace(/[.\s]/g, '') : 'h'
  const isHour = mark === 'h' || mark === 'hrs'
  // "3 h" is a span of time; so is a bare figure with nothing behind it.
  if (minutes === undefined && (mark === '' || isHour)) return undefined
  if (
    Number(hours) > 24 ||
    (mark !== '' && /^[ap]m$/.test(mark) && (Number(hours) > 12 || Number(hours) < 1))
  )
    return undefined
  return canonical(Number(hours), minutes ?? '00', seconds, mark)
}

/** From 13 on an hour says by itself that it is after noon. */
function canonical(hours: number, minutes: string, seconds: string | undefined, mark: string): string {
  const rest = `${minutes}${seconds === undefined ? '' : `:${seconds}`}`
  const half = mark === 'noon' ? 'pm' : mark === 'midnight' ? 'am' : /^[ap]m$/.test(mark) ? mark : undefined
  if (half === undefined && hours >= 13 && hours < 24) return `${hours - 12}:${rest} pm`
  return `${hours}:${rest}${half === undefined ? '' : ` ${half}`}`
}

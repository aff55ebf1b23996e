import { digitRange } from '../digits.ts'
import { languageWords } from './language-words.ts'
import { wordSet } from './words.ts'

const digit = `[${digitRange}]`
/** Letters of the Latin, Greek and Cyrillic scripts: where one follows, an `e` or `pm` was part of a word. */
const letter = '[A-Za-z\\u00c0-\\u024f\\u0370-\\u04ff]'
/** Vulgar fractions and superscripts that stand in for digits. */
const vulgar = '¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞'
const sign = '[+\\-−–±]'
/** A comma, point or apostrophe between digits (also the Arabic ones), a narrow space before three digits, or LaTeX for either. */
const grouping = `[.,٫٬'’](?=${digit})|(?<=(?:^|[^${digitRange}])${digit}{1,3}|[ \\u00a0\\u202f\\u2009]${digit}{3})[ \\u00a0\\u202f\\u2009](?=${digit}{3}(?!${digit}))|\\{,\\}(?=${digit})|\\s?\\{\\s?,\\s?\\}\\s?(?=${digit})|,?\\\\[!,;:]\\s?(?=${digit}{3})`
const digits = `(?:${digit}+(?:(?:${grouping})${digit}+)*|[.,](?=${digit})${digit}+)`
/** `1.5e10`, `3 × 10^{8}`, `3·10⁸`. */
const power = `[eE][+\\-−]?${digit}+(?!${letter}|${digit})|\\s?(?:[×·*x]|\\\\times|\\\\cdot)\\s?10\\s?(?:\\^\\s?(?:\\{\\s?[+\\-−]?\\d+\\s?\\}|\\(?[+\\-−]?\\d+\\)?)|[⁺⁻]?[⁰¹²³⁴-⁹]+)`
/** `/4` of a fraction, ` 1/2` of a mixed number, `:30` of a time or ratio, `_2` of a base. */
const tail = `\\s(?=${digit}+/${digit})${digit}+/${digit}+|(?:\\s?[/⁄∕]\\s?[\\-−]?(?:${digits}))+|:${digit}+(?::${digit}+)*|\\s:\\s${digit}+|_(?:\\{${digit}+\\}|${digit}+)|[₀-₉]+`
/** Percent, per mille and degrees belong to the number; words of percent are read by `percentWord`. */
const suffix = `\\s?(?:%|\\\\%|٪|％|‰)|°\\s?[CF]?(?!${letter})|\\^\\{?\\\\circ\\}?|\\.\\.\\.|…|\\s?[apAP]\\.\\s?[mM]\\.|\\s?[apAP][mM](?!${letter})`
const currency = `\\\\?\\$|[€£¥₹₽₩₫฿₺₴]`

const pattern = `${sign}?(?:(?:${currency})\\s?)?(?:${digits}(?:\\s?[${vulgar}]|${power})?(?:${tail})?|[${vulgar}])(?:${suffix})?`
const atPosition = new RegExp(`(?:${pattern})`, 'y')

/**
 * Where the number that begins at `from` ends: sign, currency, digits of any script with their separators, fraction, mixed number,
 * power of ten, base, ratio or time, percent and degrees. Separators are only taken as written; what "3,5" means is not decided here.
 *
 * @returns `undefined` where no number begins.
 */
export function numberEnd(text: string, from: number): number | undefined {
  atPosition.lastIndex = from
  const match = atPosition.exec(text)
  return match === null ? undefined : from + withoutEllipsis(match[0]).length
}

/** Dots after "0.333" say that it goes on; after "5" they belong to the sentence. */
function withoutEllipsis(number: string): string {
  return /^[^.,]*(?:\.\.\.|…)$/.test(number) ? number.replace(/\.*…?$/, '') : number
}

const everyNumber = new RegExp(pattern, 'g')

/** The numbers of a text in order, each with where it stands. */
export function* numbersIn(
  text: string,
  start = 0,
  end = text.length,
): Generator<{ start: number; end: number; text: string }> {
  const searcher = new RegExp(everyNumber)
  searcher.lastIndex = start
  for (let match = searcher.exec(text); match !== null && match.index < end; match = searcher.exec(text)) {
    let from = match.index
    let number = match[0]
    // A sign right after a value is an operator or a dash: the 3 of "16-3", the 7 of "5–7".
    if (/^[+\-−–±]/.test(number) && /[\p{L}\p{N})\]}%]/u.test(text[from - 1] ?? '')) {
      number = number.slice(1)
      from++
    }
    number = withoutEllipsis(number)
    yield { start: from, end: from + number.length, text: number }
  }
}

const percentWords = wordSet(Object.values(languageWords).map((words) => words.percent))

/** Where a word of percent that follows at `from` ends ("28 percent"), or `undefined`. */
export function percentWordEnd(text: string, from: number): number | undefined {
  const gap = /^\s?\$?\s?/.exec(text.slice(from, from + 3))?.[0].length ?? 0
  return percentWords.endAt(text, from + gap)
}

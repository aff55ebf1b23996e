import type { AnswerContext, AnswerKind } from '../answer.ts'
import { digitRange } from '../digits.ts'
import { letterOfPosition, mostOptions, optionsOf } from '../option-letters.ts'
import { isVerdict } from '../verdicts.ts'

/** Longest value looked at; beyond it a value is text. */
const longest = 4096

const digit = `[${digitRange}]`
const literal = `(?:${digit}+(?:(?:[.,٫٬'’\\u00a0\\u202f\\u2009]|\\s(?=${digit}{3}(?!${digit}))|\\{,\\}|,?\\\\[!,;:]\\s?)${digit}+)*|[.,]${digit}+)(?:\\.\\.\\.|…|\\\\(?:over)?line\\{\\d+\\})?`
const vulgar = `[¼-¾⅐-⅞]`
const fraction = `\\\\[dtc]?frac\\s*(?:\\{\\s*[-−]?${literal}\\s*\\}\\s*\\{\\s*${literal}\\s*\\}|\\d\\s*\\d|\\d\\s*\\{\\d+\\}|\\{\\d+\\}\\s*\\d)`
const power = `(?:[eE][-+−]?${digit}+|\\s?(?:[×·*x]|\\\\times|\\\\cdot)\\s?10\\s?(?:\\^\\s?(?:\\{?\\s?[-+−]?\\d+\\s?\\}?)|[⁻⁺]?[⁰¹²³⁴-⁹]+))`
const base = `(?:_\\{?${digit}+\\}?|[₀-₉]+)`
const numeral = `[-+−–±]?\\s?(?:${literal}(?:${power}|${base}|\\s?${fraction}|\\s?${vulgar}|\\s?[/⁄]\\s?${literal}|\\s${literal}/${literal})?|${fraction}|${vulgar})`
const numberPattern = new RegExp(`^${numeral}$`)
const percentPattern = new RegExp(
  `^${numeral}\\s?(?:\\\\?%|٪|％|(?:\\\\text\\{\\s*)?(?:percent|per cent|Prozent|pour cent|por ciento)\\}?)$`,
  'i',
)
const currency = '(?:\\\\?\\$|[€£¥₹₽₩])'
/** Two letters and more, or a sign: `3x` and `2 a` are expressions. Powers and quotients of units follow. */
const unitLetters =
  'A-Za-z\\u00c0-\\u024f\\u0370-\\u03ff\\u0400-\\u04ff\\u0900-\\u0dff\\u3040-\\u9fff\\uac00-\\ud7af'
const unitWord = `(?:(?:[${unitLetters}]{2,}|°\\s?[CF]?|[µ'’][a-zA-Z]+)[.²³]?(?:\\^-?\\d)?(?:[/·\\s]\\s?[${unitLetters}]+[.²³]?(?:\\^-?\\d)?){0,3})`
const unitCommand =
  '(?:\\\\[,;: ]|~|\\s)*\\\\(?:text|mathrm|mbox|textrm|rm|operatorname)\\s?\\{[^{}]{1,60}\\}(?:\\s?\\^\\{?-?\\d\\}?)?'
const quantityPattern = new RegExp(
  `^(?:[-−]?\\s?${currency}\\s?${numeral}|${numeral}(?:\\s?${currency}|\\^\\{?\\\\circ\\}?|${unitCommand}|\\s?${unitWord}))$`,
)

/**
 * The kind a value looks like: enough to tell among the values of a text which may be the answer that was asked for. What kind an answer
 * is, is told by reading it (`keyAnswer`): `x = 5` looks like an equation and is the number 5.
 *
 * @param value - An answer as extracted, delimiters taken off.
 * @param context - Where the kind asked for is `choice`, `json` or `text`, a value is of that kind by the asking.
 */
export function looksLike(value: string, context: AnswerContext = {}): AnswerKind {
  const asked = context.kind
  if (asked === 'json' || asked === 'text') return asked
  if ((asked === 'choice' || optionsOf(context) !== undefined) && areOptions(value, context)) return 'choice'
  if (value.length > longest) return 'text'
  const plain = value
    .trim()
    .replaceAll(/\\(?:left|right|displaystyle|limits|bigl?|bigr?|Bigl?|Bigr?)(?![a-zA-Z])\s?/g, '')
    .replace(/^(\${1,2})(.*)\1$/s, '$2')
    .trim()
  return numericKind(plain) ?? structuredKind(plain) ?? wordsOrExpression(plain)
}

/** "B", "A, C": letters of the options there are. */
function areOptions(value: string, context: AnswerContext): boolean {
  const last = letterOfPosition(Math.min(optionsOf(context)?.length ?? mostOptions, mostOptions) - 1)
  return /^[A-Z](?:, [A-Z])*$/.test(value) && value.split(', ').every((letter) => letter <= last)
}

/** A number in Chinese characters: 十五. */
const hanNumeral = /^[〇零一二三四五六七八九十百千万萬億亿两]+$/

function numericKind(plain: string): AnswerKind | undefined {
  if (numberPattern.test(plain)) return isNumberList(plain) ? 'list' : 'number'
  if (hanNumeral.test(plain)) return 'number'
  if (percentPattern.test(plain)) return 'percent'
  return quantityPattern.test(plain) && !/(?<!\p{L})(?:and|or|pi|sqrt)(?!\p{L})/u.test(plain)
    ? 'quantity'
    : undefined
}

/** "1,2,3" is no grouped number; "1,234" and "3,5" are left to the grouping of answers. */
function isNumberList(plain: string): boolean {
  const parts = plain.replaceAll(/,?\\[!,;:]\s?|\{,\}/g, '').split(',')
  return parts.length > 2 && parts.slice(1).some((part) => !/^\d{3}(?:\.\d+)?$/.test(part))
}

function structuredKind(plain: string): AnswerKind | undefined {
  if (/\\begin\{(?:[pbvBV]?|small)matrix\}|\\begin\{array\}/.test(plain)) return 'matrix'
  if (/\\cup|∪|\\cap|∩/.test(plain) && /[([]/.test(plain)) return 'interval'
  if (/\\in(?![a-zA-Z])|∈/.test(plain)) return /[[(]/.test(plain) ? 'interval' : 'set'
  if (/^(?:\\\{.*\\\}|\{.*\}|\\emptyset|\\varnothing|∅)$/s.test(plain)) return 'set'
  if (/^[([\]].*[)\][]$/s.test(plain) && isOneGroup(plain)) {
    const parts = topLevelParts(plain.slice(1, -1))
    if (parts === 2 && (/^[[\]]|[[\]]$/.test(plain) || /\\infty|∞|(?<![a-z])inf/i.test(plain)))
      return 'interval'
    if (parts > 1) return plain.startsWith('[') ? 'list' : 'tuple'
  }
  if (
    topLevelParts(plain) > 1 &&
    /[\p{N}\\]|^[a-zA-Z](?:\s?[,;]\s?[a-zA-Z])+$/u.test(plain) &&
    !isProse(plain)
  )
    return 'list'
  if (/[<>≤≥≠]|!=|\\(?:leq?|geq?|lt|gt|neq?|leqslant|geqslant|ne)(?![a-zA-Z])/.test(plain))
    return 'inequality'
  return plain.includes('=') ? 'equation' : undefined
}

function wordsOrExpression(plain: string): AnswerKind {
  if (isVerdict(plain) || /^\(?(?:a|1|i)\)\s/i.test(plain)) return 'text'
  if (/^\\(?:text|textbf|textit|mathrm|mbox)\s?\{[^{}]*\}$/.test(plain)) return 'text'
  if (/\\[a-zA-Z]/.test(plain) && !isProse(plain)) return 'expression'
  return isProse(plain) || !/[\p{L}\p{N}]/u.test(plain) || /^\p{L}{4,}$/u.test(plain) ? 'text' : 'expression'
}

/** Whether the first bracket closes at the end: `(1,2)` and not `(1,2)(3,4)`. */
function isOneGroup(plain: string): boolean {
  let depth = 0
  for (let i = 0; i < plain.length; i++) {
    const char = plain[i] as string
    if (/[([{]/.test(char)) depth++
    else if (/[)\]}]/.test(char)) depth--
    // `]0,1[` opens and closes the other way round: there is nothing to count.
    if (depth < 0) return i === 0 || i === plain.length - 1
    if (depth === 0 && i < plain.length - 1) return false
  }
  return true
}

/** How many parts commas and semicolons make of it, outside of brackets; "and" and "or" part as well. */
function topLevelParts(plain: string): number {
  let depth = 0
  let parts = 1
  for (let i = 0; i < plain.length; i++) {
    const char = plain[i] as string
    if (char === '\\' && /[,;!: ]/.test(plain[i + 1] ?? '')) i++
    else if (/[([{]/.test(char)) depth++
    else if (/[)\]}]/.test(char)) depth--
    else if (depth === 0 && /[,;]/.test(char) && !(plain[i - 1] === '{' && plain[i + 1] === '}')) parts++
  }
  return parts + (plain.match(/(?:\\text\{\s*)?(?<![\p{L}])(?:and|or)(?![\p{L}])/gu)?.length ?? 0)
}

/** Two words in a row, or one long one, outside of commands. */
function isProse(plain: string): boolean {
  const words = plain.replaceAll(/\\[a-zA-Z]+(?:\s?\{[^{}]*\})?/g, ' ').match(/[\p{L}\p{M}]{2,}/gu) ?? []
  const prose = words.filter(
    (word) =>
      !/^(?:and|or|sin|cos|tan|log|ln|sqrt|pi|inf|exp|mod|max|min|infinity|cot|sec|csc|oo)$/i.test(word),
  )
  return prose.length > 1 || prose.some((word) => word.length > 3)
}

/** What else answers a question that asked for a kind: a percentage is a number, an interval may be written as an inequality. */
const serving: Readonly<Record<AnswerKind, readonly AnswerKind[]>> = {
  number: ['percent', 'quantity', 'expression'],
  percent: ['number', 'quantity', 'expression'],
  quantity: ['number', 'percent', 'expression'],
  expression: ['number', 'percent', 'quantity', 'equation'],
  equation: ['list'],
  inequality: ['interval', 'list'],
  set: ['list', 'interval'],
  list: ['set', 'tuple', 'number', 'expression', 'equation'],
  tuple: ['interval', 'list', 'matrix'],
  interval: ['inequality', 'tuple', 'set'],
  matrix: ['tuple', 'list'],
  choice: [],
  text: [],
  json: [],
}

/** Whether a value of a kind answers a question that asked for another (or the same) kind. */
export function servesAs(kind: AnswerKind, asked: AnswerKind): boolean {
  return kind === asked || asked === 'text' || serving[asked].includes(kind)
}

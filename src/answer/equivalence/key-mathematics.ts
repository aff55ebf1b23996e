import type { AnswerContext, AskedKind } from '../answer.ts'
import { languageCode } from '../language.ts'
import { Effort } from './effort.ts'
import type { KeyedAnswer, Reading, ReadingName } from './keyed-answer.ts'
import { kindOf } from './kind-of.ts'
import { LimitReached } from './limits.ts'
import { plainTextKey, withoutArticle } from './normalise/plain-text.ts'
import { reading } from './reading.ts'
import { letterBeforeText } from './structure/choice.ts'
import { isWords, readPhrase } from './structure/phrases.ts'
import { AnswerReader, type Read } from './structure/read.ts'
import { defaultOptions, type OptionName, type ReadOptions } from './structure/reader.ts'
import type { Shape } from './structure/shape.ts'
import { decimalTree } from './syntax/number-forms.ts'
import type { Token } from './syntax/token.ts'
import { tokenize } from './syntax/tokenize.ts'
import { Evaluation } from './value/scalar.ts'

/** Languages that write decimals with a comma. */
const commaLanguages = new Set(
  'de fr es it pt nl pl ro el tr ru uk sr vi id cs sk hr bg da nb nn no sv fi hu sl lt lv et ca'.split(' '),
)

/** The values of each option that an ambiguity opens; the literal reading has one of them. */
const values: { readonly [Name in OptionName]?: readonly ReadOptions[Name][] } = {
  pairs: ['tuple', 'interval'],
  lists: ['free', 'tuple'],
  arrays: ['kept', 'free'],
  names: ['kept', 'tuple', 'free'],
  equations: ['value', 'equation'],
  functions: ['equation', 'value'],
  singletons: ['set', 'value'],
  logarithm: ['open', 'natural', 'ten'],
  percent: ['value', 'figure'],
  letterUnits: ['product', 'unit'],
  dots: ['cut', 'recurring'],
  bases: ['digits', 'value'],
}

/** Options that the kind asked for settles: its readings admit no other. */
const settledByKind: { readonly [Kind in AskedKind]?: Partial<ReadOptions> } = {
  number: { singletons: 'value', equations: 'value' },
  interval: { pairs: 'interval' },
  tuple: { pairs: 'tuple', lists: 'tuple' },
  list: { comma: 'list', lists: 'free', pairs: 'tuple' },
  set: { lists: 'free' },
  percent: { percent: 'value' },
}

/**
 * Every reading of an answer as mathematics, the literal one first; `undefined` where it is none.
 *
 * @throws LimitReached over a limit.
 */
export function keyMathematics(
  text: string,
  normal: string,
  context: AnswerContext,
): KeyedAnswer | undefined {
  const numeral = keyNumeral(text, normal)
  if (numeral !== undefined) return numeral
  if (/\p{L}/u.test(normal)) {
    const letter = letterBeforeText(normal)
    if (letter !== undefined) return keyMathematics(text, letter, context)
    const words = keyWords(text, normal, context)
    if (words !== undefined) return words
  }
  const tokens = tokenize(counting(normal, context))
  const reader = new AnswerReader(tokens)
  const options = literalOptions(context)
  const literal = reader.read(options)
  if (literal.shape === undefined) return undefined
  const first = reading('literal', literal.shape)
  const { met, commas, groupedPoints, openExponents } = literal
  if (met.size === 0 && commas.length === 0 && !groupedPoints && !openExponents) return keyed(text, [first])
  const others = withinEffort(() => otherReadings(tokens, reader, literal, options, context))
  const keys = new Set([first.key])
  return keyed(text, [first, ...others.filter((other) => !keys.has(other.key) && keys.add(other.key))])
}

/** Languages whose schools write C_n^k and A_n^k for combinations and arrangements of k things among n. */
const countingLanguages = new Set('zh fr ru uk vi pt ro'.split(' '))

function counting(normal: string, { language }: AnswerContext): string {
  if (!/[CA]_/.test(normal) || !countingLanguages.has(languageCode(language) ?? '')) return normal
  const place = String.raw`(?:\{([^{}]{1,12})\}|([A-Za-z\d]))`
  return normal
    .replace(new RegExp(`C_${place}\\^${place}`, 'g'), (_, a, b, c, d) => `\\binom{${a ?? b}}{${c ?? d}}`)
    .replace(
      new RegExp(`A_${place}\\^${place}`, 'g'),
      (_, a, b, c, d) => `\\frac{(${a ?? b})!}{((${a ?? b})-(${c ?? d}))!}`,
    )
}

/** Other readings are given up where they cost too much; the literal one stands. */
function withinEffort(read: () => Reading[]): Reading[] {
  try {
    return read()
  } catch (thrown) {
    if (thrown instanceof LimitReached && thrown.limit === 'effort') return []
    throw thrown
  }
}

function keyed(text: string, readings: [Reading, ...Reading[]]): KeyedAnswer {
  return { text, kind: kindOf(readings[0].shape, text), readings }
}

/** A plain numeral as an answer; `undefined` for anything else. */
export function keyNumeral(text: string, normal: string): KeyedAnswer | undefined {
  const shape = readNumeral(normal)
  return shape === undefined ? undefined : { text, kind: 'number', readings: [reading('literal', shape)] }
}

/** A plain numeral needs no reader: most answers are one. A point before three digits may group them. */
function readNumeral(normal: string): Shape | undefined {
  const found = /^(-?)(\d{1,15}(?:\.\d+)?)$/.exec(normal)
  if (found === null || normal.length > 40 || /^-?\d{1,3}\.\d{3}$/.test(normal)) return undefined
  const number = decimalTree(found[2] ?? '')
  const tree = found[1] === '-' ? ({ type: 'negative', of: number } as const) : number
  return { type: 'scalar', scalar: new Evaluation(new Effort()).scalar(tree) }
}

/** Words are words first; `ab` may also be a·b. `undefined` where the text is more than words. */
function keyWords(text: string, normal: string, context: AnswerContext): KeyedAnswer | undefined {
  if (/^(?:infinity|infty|inf)$|\schoose\s/i.test(normal)) return undefined
  if (/[\d=+*/^_<>()[\]|&]/.test(normal) || !/\p{L}{2}|\p{Script=Han}/u.test(normal)) return undefined
  const plain = plainTextKey(normal)
  const phrase = readPhrase(plain)
  if (phrase !== undefined) return keyed(text, [reading('literal', phrase)])
  if (normal.includes('\\') || !isWords(plain)) return undefined
  const bare =
    (context.kind ?? 'auto') === 'auto' ? withoutArticle(plain, languageCode(context.language)) : plain
  const words = reading('literal', { type: 'text', text: bare })
  if (normal.length > 4 || normal.includes(' ')) return { text, kind: 'text', readings: [words] }
  const { shape } = new AnswerReader(tokenize(normal)).read({})
  return { text, kind: 'text', readings: shape === undefined ? [words] : [words, reading('letters', shape)] }
}

function literalOptions(context: AnswerContext): ReadOptions {
  const { kind = 'auto' } = context
  const equations = kind === 'equation' ? 'equation' : 'value'
  const comma = usesComma(context) ? 'comma' : 'point'
  return { ...defaultOptions, comma, equations, ...settledByKind[kind] }
}

function usesComma(context: AnswerContext): boolean {
  return commaLanguages.has(languageCode(context.language) ?? '')
}

/** One reading for every other value of every option that made a difference. */
function otherReadings(
  tokens: readonly Token[],
  reader: AnswerReader,
  literal: Read,
  options: ReadOptions,
  context: AnswerContext,
): Reading[] {
  const settled = settledByKind[context.kind ?? 'auto'] ?? {}
  const found: Reading[] = []
  const tryOption = <Name extends OptionName>(name: Name, others: readonly ReadOptions[Name][]): void => {
    if (name in settled) return
    for (const value of others) {
      if (value === options[name]) continue
      const { shape } = reader.read({ ...options, [name]: value })
      if (shape !== undefined) found.push(reading(name satisfies ReadingName, withMark(name, shape)))
    }
  }
  tryOption('comma', literal.commas)
  if (literal.groupedPoints && usesComma(context)) tryOption('pointsGroup', [true])
  if (literal.openExponents) tryOption('exponents', ['power'])
  for (const name of literal.met) {
    if (name === 'imaginary') tryOption(name, imaginaryLetters(tokens))
    else tryOption(name, (values[name] ?? []) as readonly ReadOptions[typeof name][])
  }
  return found
}

/** The figure of a percentage keeps its sign as a unit: 50 % is never 50 cm. */
function withMark(name: OptionName, shape: Shape): Shape {
  return name === 'percent' && shape.type === 'scalar' ? { ...shape, unit: '%' } : shape
}

/** `I` or `j` is the imaginary unit only where no `i` is. */
function imaginaryLetters(tokens: readonly Token[]): readonly ('I' | 'j')[] {
  // Alone it is a name: of an option, a vector, a current.
  if (!tokens.some((token) => token.kind === 'number' || token.kind === 'operator')) return []
  const letters = tokens
    .filter((token) => token.kind === 'word' || token.kind === 'name')
    .map((token) => token.text)
  const words = letters.join(' ')
  if (/i/.test(words.replace(/\b(?:sin|pi|phi|psi|xi|min|infinity)\w*/g, ''))) return []
  const count = words.match(/j/g)?.length ?? 0
  return [...(words.includes('I') ? ['I' as const] : []), ...(count === 1 ? ['j' as const] : [])]
}

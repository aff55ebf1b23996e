import type { AnswerContext, AskedKind } from '../answer.ts'
import type { KeyedAnswer, Reading, ReadingName } from './keyed-answer.ts'
import { kindOf } from './kind-of.ts'
import { plainTextKey } from './normalise/plain-text.ts'
import { reading } from './reading.ts'
import { letterBeforeText } from './structure/choice.ts'
import { isWords, numberOfWord, readPhrase } from './structure/phrases.ts'
import { type Read, readTokens } from './structure/read.ts'
import type { OptionName, ReadOptions } from './structure/reader.ts'
import type { Shape } from './structure/shape.ts'
import type { Token } from './syntax/token.ts'
import { tokenize } from './syntax/tokenize.ts'

/** Languages that write decimals with a comma. */
const commaLanguages = new Set(
  'de fr es it pt nl pl ro el tr ru uk sr vi id cs sk hr bg da nb nn no sv fi hu sl lt lv et ca'.split(' '),
)

/** The other values of each option that an ambiguity opens. */
const otherValues: { readonly [Name in OptionName]?: readonly ReadOptions[Name][] } = {
  pairs: ['interval'],
  lists: ['tuple'],
  arrays: ['free'],
  names: ['tuple', 'free'],
  equations: ['equation'],
  singletons: ['value'],
  logarithm: ['natural', 'ten'],
  percent: ['figure'],
  letterUnits: ['unit'],
  bases: ['value'],
}

/** Options that the kind asked for settles: its readings admit no other. */
const settledByKind: { readonly [Kind in AskedKind]?: Partial<ReadOptions> } = {
  number: { singletons: 'value', equations: 'value' },
  interval: { pairs: 'interval' },
  tuple: { pairs: 'tuple', lists: 'tuple' },
  list: { comma: 'list', lists: 'free', pairs: 'tuple' },
  set: { lists: 'free' },
  equation: { equations: 'equation' },
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
  const phrase = readPhrase(normal)
  if (phrase !== undefined) return keyed(text, [reading('literal', phrase)])
  const letter = letterBeforeText(normal)
  if (letter !== undefined) return keyMathematics(text, letter, context)
  if (isWords(normal)) return keyWords(text, normal)
  const tokens = tokenize(normal)
  const options = literalOptions(context)
  const literal = readTokens(tokens, options)
  if (literal.shape === undefined) return undefined
  return keyed(text, [reading('literal', literal.shape), ...otherReadings(tokens, literal, options, context)])
}

function keyed(text: string, readings: [Reading, ...Reading[]]): KeyedAnswer {
  return { text, kind: kindOf(readings[0].shape, text), readings }
}

/** Words are words first; `ab` may also be a·b, `twelve` 12. */
function keyWords(text: string, normal: string): KeyedAnswer {
  const words = reading('literal', { type: 'text', text: plainTextKey(normal) })
  const number = numberOfWord(normal)
  if (number !== undefined) {
    const { shape } = readTokens([{ kind: 'number', text: String(number), spaced: false }], {})
    if (shape !== undefined) return { text, kind: 'text', readings: [words, reading('number-word', shape)] }
  }
  if (normal.length > 4 || normal.includes(' ')) return { text, kind: 'text', readings: [words] }
  const { shape } = readTokens(tokenize(normal), {})
  return { text, kind: 'text', readings: shape === undefined ? [words] : [words, reading('letters', shape)] }
}

function literalOptions(context: AnswerContext): Partial<ReadOptions> {
  const { kind = 'auto' } = context
  return { comma: usesComma(context) ? 'comma' : 'point', ...settledByKind[kind] }
}

function usesComma(context: AnswerContext): boolean {
  return commaLanguages.has((context.language ?? '').toLowerCase().split(/[-_]/)[0] ?? '')
}

/** One reading for every other value of every option that made a difference. */
function otherReadings(
  tokens: readonly Token[],
  literal: Read,
  options: Partial<ReadOptions>,
  context: AnswerContext,
): Reading[] {
  const settled = settledByKind[context.kind ?? 'auto'] ?? {}
  const found: Reading[] = []
  const tryOption = <Name extends OptionName>(name: Name, values: readonly ReadOptions[Name][]): void => {
    if (name in settled) return
    for (const value of values) {
      const { shape } = readTokens(tokens, { ...options, [name]: value })
      if (shape !== undefined) found.push(reading(name satisfies ReadingName, withMark(name, shape)))
    }
  }
  tryOption('comma', literal.commas)
  if (literal.groupedPoints && usesComma(context)) tryOption('pointsGroup', [true])
  for (const name of literal.met) {
    if (name === 'imaginary') tryOption(name, imaginaryLetters(tokens))
    else tryOption(name, (otherValues[name] ?? []) as readonly ReadOptions[typeof name][])
  }
  const keys = new Set([reading('literal', literal.shape as Shape).key])
  return found.filter((other) => !keys.has(other.key) && keys.add(other.key))
}

/** The figure of a percentage keeps its sign as a unit: 50 % is never 50 cm. */
function withMark(name: OptionName, shape: Shape): Shape {
  return name === 'percent' && shape.type === 'scalar' ? { ...shape, unit: '%' } : shape
}

/** `I` or `j` is the imaginary unit only where no `i` is. */
function imaginaryLetters(tokens: readonly Token[]): readonly ('I' | 'j')[] {
  const letters = tokens
    .filter((token) => token.kind === 'word' || token.kind === 'name')
    .map((token) => token.text)
  const words = letters.join(' ')
  if (/i/.test(words.replace(/\b(?:sin|pi|phi|psi|xi|min|infinity)\w*/g, ''))) return []
  const count = words.match(/j/g)?.length ?? 0
  return [...(words.includes('I') ? ['I' as const] : []), ...(count === 1 ? ['j' as const] : [])]
}

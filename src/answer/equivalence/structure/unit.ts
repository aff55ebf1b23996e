import { defined } from '../../../ground/defined.ts'
import type { Token } from '../syntax/token.ts'
import {
  isOpenUnit,
  isUnitLetter,
  ordinalEndings,
  percentWords,
  scaleWords,
  unitNamed,
} from './unit-names.ts'
import { otherWord, unitFraction, unitPhrase } from './unit-phrase.ts'

/** What stood around a number: taken off the value, kept beside it. */
export interface Quantity {
  /** The tokens of the number alone, with factors for percent and scale words appended. */
  readonly value: readonly Token[]
  /** The stated unit, or `undefined`. */
  readonly unit?: string
  /** `%` or a word for it. */
  readonly percent: boolean
  /** A bare letter that may be a unit: the number without it, and the letter. */
  readonly letter?: { readonly value: readonly Token[]; readonly unit: string }
}

/**
 * Takes currency signs, units, percent, degree and scale words off the end (or front) of a number.
 *
 * Words are units only behind a plain number, words in `\text{}` behind any expression; letters inside an expression never.
 */
export function splitQuantity(tokens: readonly Token[]): Quantity {
  const written = tokens.some((token) => token.kind === 'text') ? tokens.flatMap(scaleApart) : tokens
  const prefix = currencyPrefix(written)
  const each = prefix === undefined ? undefined : perEach(prefix)
  if (each !== undefined) return { value: each.value, unit: each.unit, percent: false }
  const rest = prefix === undefined ? written : prefix.rest
  const scaled = scalePower(trailingPower(rest))
  const unit = prefix?.unit ?? scaled.unit
  const letter = unit === undefined && !scaled.percent ? letterUnit(scaled.tokens) : undefined
  return {
    value: scaled.tokens,
    percent: scaled.percent,
    ...defined({ unit, letter }),
  }
}

/** `$5 per hour`, `$5/hour`: the currency, and what it is paid for. */
function perEach({
  unit,
  rest,
}: {
  unit: string
  rest: readonly Token[]
}): { readonly value: readonly Token[]; readonly unit: string } | undefined {
  const at = rest.findIndex(
    (token) => (token.kind === 'word' && /^(?:per|an?|each|every)$/.test(token.text)) || token.text === '/',
  )
  const tail = rest.slice(at)
  const [mark, ...of] = tail
  if (at < 1 || mark === undefined || of.length === 0 || of.some((token) => token.kind === 'number'))
    return undefined
  const slash: Token = { ...mark, kind: 'operator', text: '/' }
  const named = of.map((token) => (token.kind === 'word' ? { ...token, kind: 'text' as const } : token))
  const phrase = unitPhrase([{ kind: 'text', text: unit, spaced: true }, slash, ...named], true)
  return phrase === undefined ? undefined : { value: rest.slice(0, at), unit: phrase }
}

/** `3s`, `5 m/s^2`: bare letters behind a plain number that may be units and may be unknowns. */
function letterUnit(tokens: readonly Token[]): Quantity['letter'] {
  const from = tokens.findIndex((token) => token.kind === 'word')
  const phrase = tokens.slice(from).filter((token) => token.text !== '{' && token.text !== '}')
  const [first] = phrase
  if (from < 1 || first === undefined || phrase.length > 6 || !isPlainNumber(tokens.slice(0, from)))
    return undefined
  if (phrase.length === 1 && first.spaced && /^[a-z]{3,4}$/.test(first.text)) {
    // "3 cats": a short word may count things, or be a product of unknowns.
    return { value: tokens.slice(0, from), unit: otherWord(first.text) ?? first.text }
  }
  if (phrase.length === 1 && isOpenUnit(first.text)) {
    const unit = unitPhrase([{ ...first, kind: 'text' }], true)
    return unit === undefined ? undefined : { value: tokens.slice(0, from), unit }
  }
  if (phrase.length === 1) {
    return isUnitLetter(first.text, first.spaced)
      ? { value: tokens.slice(0, from), unit: first.text }
      : undefined
  }
  // `5 m^2`, `9.8 m s^-2`.
  const isPower = phrase[1]?.text === '^' || phrase.slice(1).some((token) => token.text === '-')
  if (phrase[1]?.text !== '/' && !(isPower && first.spaced)) return undefined
  const named = phrase.map((token) => (token.kind === 'word' ? { ...token, kind: 'text' as const } : token))
  if (!named.every((token) => token.kind !== 'text' || unitNamed(token.text, true) !== undefined))
    return undefined
  const unit = unitPhrase(named, true)
  return unit === undefined ? undefined : { value: tokens.slice(0, from), unit }
}

/** `\text{ million dollars}` begins with a word of its own. */
function scaleApart(token: Token): Token[] {
  const found = token.kind === 'text' ? /^(\p{L}+)\s+(\p{L}.*)$/su.exec(token.text) : null
  const [, scale = '', rest = ''] = found ?? []
  if (!scaleWords.has(scale.toLowerCase())) return [token]
  return [
    { ...token, text: scale },
    { ...token, text: rest, spaced: true },
  ]
}

interface Ending {
  readonly tokens: readonly Token[]
  readonly unit?: string
  readonly percent: boolean
}

function currencyPrefix(tokens: readonly Token[]): { unit: string; rest: readonly Token[] } | undefined {
  const isMinus = (token: Token | undefined) => token?.kind === 'operator' && token.text === '-'
  const ahead = isMinus(tokens[0]) ? 1 : 0
  const mark = tokens[ahead]
  if (mark === undefined || (mark.kind !== 'text' && mark.kind !== 'unknown' && mark.kind !== 'word'))
    return undefined
  const unit = mark.text === '$' ? 'dollar' : unitNamed(mark.text, false)
  if (unit === undefined || !isCurrency(unit)) return undefined
  // `-$5` and `$-5`.
  const behind = ahead === 0 && isMinus(tokens[1]) ? 2 : ahead + 1
  if (tokens[behind]?.kind !== 'number') return undefined
  const sign = ahead === 1 ? tokens.slice(0, 1) : tokens.slice(1, behind)
  return { unit, rest: [...sign, ...tokens.slice(behind)] }
}

function isCurrency(unit: string): boolean {
  return /^(?:dollar|cent|euro|sterling|yen|yuan|rupee)$/.test(unit)
}

/** Most tokens of a unit phrase, brackets counted. */
const longestPhrase = 20

/** Everything behind the number that names a unit, percent or degree. */
function trailingPower(tokens: readonly Token[]): Ending {
  for (let from = Math.max(1, tokens.length - longestPhrase); from < tokens.length; from++) {
    const phrase = tokens.slice(from)
    const first = phrase[0]
    if (first === undefined || !mayBeginUnit(tokens, from)) continue
    const head = tokens.slice(0, from)
    if (depthOf(head) !== 0) continue
    const meaning = readPhrase(phrase, isPlainNumber(head))
    if (meaning === undefined) continue
    // \sin 30^\circ: the degrees belong to the argument.
    if (meaning === 'degree' && head.some((token) => token.kind === 'function')) continue
    if (meaning === 'percent') return { tokens: [...head, ...hundredth(first)], percent: true }
    return { tokens: head, percent: false, ...(meaning === '' ? {} : { unit: meaning }) }
  }
  return { tokens, percent: false }
}

function depthOf(tokens: readonly Token[]): number {
  return tokens.reduce(
    (depth, token) => depth + (token.kind === 'open' ? 1 : token.kind === 'close' ? -1 : 0),
    0,
  )
}

function mayBeginUnit(tokens: readonly Token[], from: number): boolean {
  const token = tokens[from]
  const before = tokens[from - 1]
  if (token === undefined || before === undefined) return false
  if (before.kind === 'operator' && before.text !== '!') return false
  if (token.kind === 'text' || token.kind === 'word' || token.kind === 'unknown') return true
  if (token.kind === 'operator') return token.text === '%' || token.text === 'degree' || token.text === '^'
  return token.kind === 'command' && token.text === 'frac'
}

function hundredth(like: Token): Token[] {
  return [{ ...like, kind: 'operator', text: '%' }]
}

/** A unit phrase, `'percent'`, an empty text for words that name nothing, or `undefined` where it is none. */
function readPhrase(phrase: readonly Token[], plain: boolean): string | undefined {
  const words = phrase.filter((token) => token.kind !== 'open' && token.kind !== 'close')
  const [first, second] = words
  if (first === undefined) return undefined
  if (isPercent(words)) return 'percent'
  if (isDegree(words)) return 'degree'
  const scale = words.length === 3 && isDegree(words.slice(0, 2)) ? words[2]?.text : undefined
  if (scale === 'C' || scale === 'F') return `degree ${scale}`
  const ending = first.text === '^' && words.length === 2 ? second : words.length === 1 ? first : undefined
  if (ending?.kind === 'text' && ordinalEndings.has(ending.text)) return ''
  if (words.length === 1 && first.kind === 'word' && !first.spaced && plain && ordinalEndings.has(first.text))
    return ''
  if (first.kind === 'command') return second === undefined ? undefined : unitFraction(phrase)
  // "10 apples": one word that is too long for a product of unknowns.
  if (words.length === 1 && first.kind === 'word' && first.spaced && plain && isCounted(first.text)) {
    return unitNamed(first.text, false) ?? otherWord(first.text)
  }
  return unitPhrase(
    phrase.filter((token) => words.includes(token) || token.text === '(' || token.text === ')'),
    plain,
  )
}

function isPercent(words: readonly Token[]): boolean {
  const text = words.map((word) => word.text.toLowerCase()).join(' ')
  return (
    text === '%' ||
    percentWords.has(text) ||
    text === 'per cent' ||
    text === 'por ciento' ||
    text === 'pour cent' ||
    text === 'per centum'
  )
}

function isDegree(words: readonly Token[]): boolean {
  const [first, second] = words
  if (first?.kind === 'operator' && first.text === 'degree') return words.length === 1
  if (first?.text !== '^' || second?.text !== 'degree') return false
  return words.length === 2
}

function isCounted(word: string): boolean {
  return word.length > 4 && !scaleWords.has(word.toLowerCase())
}

/** `3 million`: the word becomes a factor. */
function scalePower(ending: Ending): Ending {
  const last = ending.tokens.at(-1)
  const scale =
    last?.kind === 'word' || last?.kind === 'text' || last?.kind === 'unknown'
      ? scaleWords.get(last.text.toLowerCase())
      : undefined
  const head = ending.tokens.slice(0, -1)
  if (last === undefined || scale === undefined || !isPlainNumber(head)) return ending
  const factor: Token[] = [
    { ...last, kind: 'operator', text: '*' },
    { ...last, kind: 'number', text: scale.toString() },
  ]
  // "5 hundred thousand".
  return { ...ending, tokens: [...scalePower({ ...ending, tokens: head }).tokens, ...factor] }
}

/** Digits with signs, fractions, powers and brackets: no letters but those of `frac`, `sqrt` and π. */
function isPlainNumber(tokens: readonly Token[]): boolean {
  return (
    tokens.length > 0 &&
    tokens.every((token) => {
      if (token.kind === 'word' || token.kind === 'text' || token.kind === 'unknown') {
        return token.kind === 'word' && (token.text === 'pi' || scaleWords.has(token.text.toLowerCase()))
      }
      return (
        token.kind !== 'relation' &&
        token.kind !== 'separator' &&
        (token.kind !== 'name' || token.text === 'pi')
      )
    })
  )
}

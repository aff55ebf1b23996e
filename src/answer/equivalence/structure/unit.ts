import type { Token } from '../syntax/token.ts'
import { isUnitLetter, ordinalEndings, percentWords, scaleWords, unitNamed } from './unit-names.ts'

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
  const prefix = currencyPrefix(tokens)
  const rest = prefix === undefined ? tokens : prefix.rest
  const scaled = scalePower(trailingPower(rest))
  const unit = prefix?.unit ?? scaled.unit
  const ending = scaled.tokens
  const last = ending.at(-1)
  if (
    last?.kind === 'word' &&
    ending.length > 1 &&
    isPlainNumber(ending.slice(0, -1)) &&
    isUnitLetter(last.text)
  ) {
    return { value: ending, percent: false, letter: { value: ending.slice(0, -1), unit: last.text } }
  }
  return { value: ending, percent: scaled.percent, ...(unit === undefined ? {} : { unit }) }
}

interface Ending {
  readonly tokens: readonly Token[]
  readonly unit?: string
  readonly percent: boolean
}

function currencyPrefix(tokens: readonly Token[]): { unit: string; rest: readonly Token[] } | undefined {
  const signed = tokens[0]?.kind === 'operator' && tokens[0].text === '-'
  const mark = tokens[signed ? 1 : 0]
  if (mark === undefined || (mark.kind !== 'text' && mark.kind !== 'unknown' && mark.kind !== 'word'))
    return undefined
  const unit = mark.text === '$' || mark.text === 'US$' ? 'dollar' : unitNamed(mark.text, false)
  if (unit === undefined || tokens[signed ? 2 : 1]?.kind !== 'number') return undefined
  return { unit, rest: [...(signed ? tokens.slice(0, 1) : []), ...tokens.slice(signed ? 2 : 1)] }
}

/** Everything behind the number that names a unit, percent or degree. */
function trailingPower(tokens: readonly Token[]): Ending {
  for (let from = 1; from < tokens.length; from++) {
    const phrase = tokens.slice(from)
    const first = phrase[0]
    if (first === undefined || !mayBeginUnit(tokens, from)) continue
    const head = tokens.slice(0, from)
    const meaning = readPhrase(phrase, isPlainNumber(head))
    if (meaning === undefined) continue
    if (meaning === 'percent') return { tokens: [...head, ...hundredth(first)], percent: true }
    return { tokens: head, percent: false, ...(meaning === '' ? {} : { unit: meaning }) }
  }
  return { tokens, percent: false }
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
  if (words.length === 1 && first.kind === 'text' && ordinalEndings.has(first.text)) return ''
  if (words.length === 1 && first.kind === 'word' && !first.spaced && plain && ordinalEndings.has(first.text))
    return ''
  if (first.kind === 'command') return second === undefined ? undefined : unitFraction(phrase)
  return unitPhrase(words, plain)
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
  return words.length === 2 && first?.text === '^' && second?.text === 'degree'
}

/** `\frac{\text{km}}{\text{h}}`. */
function unitFraction(phrase: readonly Token[]): string | undefined {
  const open = phrase[1]
  const first = phrase.findIndex((token, index) => index > 0 && token.kind === 'close')
  if (open?.kind !== 'open' || first < 0) return undefined
  const top = unitPhrase(phrase.slice(2, first), true)
  const bottom = unitPhrase(phrase.slice(first + 2, -1), true)
  return top === undefined || bottom === undefined ? undefined : `${top}/${bottom}`
}

const joiners: Readonly<Record<string, string>> = { per: '/', '/': '/', a: '/', '*': '·' }
const powers: Readonly<Record<string, string>> = {
  square: '2',
  squared: '2',
  sq: '2',
  cubic: '3',
  cubed: '3',
}

/** `cm^2`, `square miles per hour`, `\text{ km/h}`: names, powers and divisions in one canonical text. */
function unitPhrase(words: readonly Token[], plain: boolean): string | undefined {
  const pieces = words.flatMap((word): UnitPiece[] =>
    word.kind === 'text' ? textPieces(word.text) : [{ text: word.text, inText: false }],
  )
  let result = ''
  let power = ''
  let named = false
  for (const [index, piece] of pieces.entries()) {
    const { text } = piece
    const joiner = joiners[text.toLowerCase()]
    if (text === '^') continue
    if (/^[23]$/.test(text) && pieces[index - 1]?.text === '^') {
      result += text
      continue
    }
    if (powers[text.toLowerCase()] !== undefined) {
      if (named && text.endsWith('d')) result += powers[text.toLowerCase()]
      else power = powers[text.toLowerCase()] ?? ''
      continue
    }
    if (joiner !== undefined && named) {
      result += joiner
      continue
    }
    const unit =
      unitNamed(text, piece.inText || result.endsWith('/')) ?? (piece.inText ? otherWord(text) : undefined)
    if (unit === undefined || (!piece.inText && !plain)) return undefined
    result += (named && !/[/·]$/.test(result) ? ' ' : '') + unit + power
    power = ''
    named = true
  }
  if (!named) return undefined
  return /^unit[23]?$/.test(result) ? '' : result
}

/** A counted thing in `\text{}`: its word without the plural. Single letters are unknowns. */
function otherWord(text: string): string | undefined {
  if (!/^\p{L}{2,}$/u.test(text)) return undefined
  const folded = text.toLowerCase()
  return folded.length > 3 && folded.endsWith('s') ? folded.slice(0, -1) : folded
}

interface UnitPiece {
  readonly text: string
  /** Whether it stood in `\text{}`, where letters cannot be unknowns. */
  readonly inText: boolean
}

function textPieces(text: string): UnitPiece[] {
  const pieces = text.replace(/[~.]/g, ' ').match(/\p{L}+|\d+|[/^*]|\S/gu) ?? []
  return pieces.map((piece) => ({ text: piece, inText: true }))
}

/** `3 million`: the word becomes a factor. */
function scalePower(ending: Ending): Ending {
  const last = ending.tokens.at(-1)
  const scale =
    last?.kind === 'word' || last?.kind === 'text' ? scaleWords[last.text.toLowerCase()] : undefined
  const head = ending.tokens.slice(0, -1)
  if (last === undefined || scale === undefined || !isPlainNumber(head)) return ending
  const factor: Token[] = [
    { ...last, kind: 'operator', text: '*' },
    { ...last, kind: 'number', text: scale.toString() },
  ]
  return { ...ending, tokens: [...head, ...factor] }
}

/** Digits with signs, fractions, powers and brackets: no letters but those of `frac`, `sqrt` and π. */
function isPlainNumber(tokens: readonly Token[]): boolean {
  return (
    tokens.length > 0 &&
    tokens.every((token) => {
      if (token.kind === 'word' || token.kind === 'text' || token.kind === 'unknown') {
        return (
          token.kind === 'word' &&
          (token.text === 'pi' || Object.hasOwn(scaleWords, token.text.toLowerCase()))
        )
      }
      return (
        token.kind !== 'relation' &&
        token.kind !== 'separator' &&
        (token.kind !== 'name' || token.text === 'pi')
      )
    })
  )
}

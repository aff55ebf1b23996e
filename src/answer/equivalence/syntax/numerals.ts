import { LimitReached, limits } from '../limits.ts'
import { type CommaReading, type Level, numeralRun, readRun } from './numeral-run.ts'
import type { Token } from './token.ts'

/** The tokens with each numeral one token, and the other readings that a comma or point in them leaves open. */
export interface Numerals {
  readonly tokens: readonly Token[]
  /** Other comma readings that would give other numerals. */
  readonly alternatives: readonly CommaReading[]
  /** The tokens under `1.234` = 1234, where a point may group thousands in the answer's language. */
  readonly groupedPoints: boolean
  /** Whether `5e-3` stands in it, which may be a power of ten. */
  readonly openExponents: boolean
}

/**
 * Joins digits, separators and exponents into numerals.
 *
 * Inside brackets a comma separates: `(1,234)` is a pair. `;` at the same level makes `,` between digits decimal.
 */
export function joinNumerals(
  tokens: readonly Token[],
  reading: CommaReading,
  pointsGroup = false,
  exponents: 'product' | 'power' = 'product',
): Numerals {
  const joined: Token[] = []
  const alternatives = new Set<CommaReading>()
  let groupedPoints = false
  let openExponents = false
  const levels = commaLevels(tokens)
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index]
    if (token === undefined) break
    if (token.kind !== 'number') {
      joined.push(token)
      index++
      continue
    }
    const run = numeralRun(tokens, index)
    const level = levels[index] ?? 'outer'
    const numeral = readRun(run, level, reading, pointsGroup)
    for (const other of numeral.alternatives) alternatives.add(other)
    groupedPoints ||= numeral.groupedPoints
    if (numeral.text.length > limits.digits) throw new LimitReached('digits')
    const power = scientific(tokens, index + numeral.used)
    if (power !== undefined && !power.isSure) openExponents = true
    const exponent = power?.isSure === true || exponents === 'power' ? power : undefined
    const text = exponent === undefined ? numeral.text : `${numeral.text}e${exponent.value}`
    joined.push({ kind: 'number', text, spaced: token.spaced })
    index += numeral.used + (exponent?.used ?? 0)
    if (isTimesTen(tokens, index)) {
      joined.push({ kind: 'operator', text: '*', spaced: false })
      index++
    }
  }
  return { tokens: joined, alternatives: [...alternatives], groupedPoints, openExponents }
}

/** For each token whether it stands at the outer level, inside list brackets, or beside semicolons at its own level. */
function commaLevels(tokens: readonly Token[]): Level[] {
  const withSemicolon = new Set<number>()
  const openers: number[] = [-1]
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'open') openers.push(index)
    else if (token.kind === 'close' && openers.length > 1) openers.pop()
    else if (token.text === ';' && token.kind === 'separator') withSemicolon.add(openers.at(-1) ?? -1)
  }
  const stack: Level[] = [withSemicolon.has(-1) ? 'semicolon' : 'outer']
  return tokens.map((token, index) => {
    if (token.kind === 'close' && stack.length > 1) stack.pop()
    const level = stack.at(-1) ?? 'outer'
    if (token.kind === 'open') {
      if (withSemicolon.has(index)) stack.push('semicolon')
      else if (token.text === '{' && isArgument(tokens, index))
        stack.push(level === 'semicolon' ? 'outer' : level)
      else stack.push('bracket')
    }
    return level
  })
}

/** Whether a brace opens an argument or holds one grouped numeral; else its commas separate the elements of a set. */
function isArgument(tokens: readonly Token[], open: number): boolean {
  const previous = tokens[open - 1]
  if (previous?.kind === 'command' || previous?.text === '^' || previous?.text === '_') return true
  if (previous?.kind === 'close' && previous.text === '}') return true
  for (let index = open + 1; index < tokens.length; index++) {
    const token = tokens[index]
    if (token?.kind === 'close') return true
    if (token?.kind !== 'number' && token?.text !== ',') return false
    if (token.kind === 'number' && index > open + 1 && token.text.length !== 3) return false
  }
  return false
}

/** `1.2x10^3`: the letter x between a numeral and a power of ten is a sign of multiplication. */
function isTimesTen(tokens: readonly Token[], at: number): boolean {
  const [x, ten, power] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  return x?.kind === 'word' && (x.text === 'x' || x.text === 'X') && ten?.text === '10' && power?.text === '^'
}

interface PowerOfTen {
  readonly value: string
  readonly used: number
  /** Not where `2e-1` has small numbers: it may be 2·e − 1. */
  readonly isSure: boolean
}

/** `e5`, `E-3` glued to a numeral. */
function scientific(tokens: readonly Token[], at: number): PowerOfTen | undefined {
  const mark = tokens[at]
  if (mark?.kind !== 'word' || mark.spaced || (mark.text !== 'e' && mark.text !== 'E')) return undefined
  const next = tokens[at + 1]
  if (next?.kind === 'number' && !next.spaced && /^\d{1,4}$/.test(next.text))
    return { value: next.text, used: 2, isSure: true }
  const sign = next?.text
  const digits = tokens[at + 2]
  if ((sign !== '+' && sign !== '-') || next?.spaced || digits?.kind !== 'number' || digits.spaced)
    return undefined
  const mantissa = tokens[at - 1]?.text ?? ''
  const isSure = mark.text === 'E' || mantissa.length > 1 || digits.text.length > 1 || mantissa === '1'
  if (!/^\d{1,4}$/.test(digits.text)) return undefined
  return { value: sign === '-' ? `-${digits.text}` : digits.text, used: 3, isSure }
}

import type { Token } from '../syntax/token.ts'
import { scaleWords, unitNamed } from './unit-names.ts'

/** Most words of a unit, and most of them that no table knows (`\text{ apples}`). */
const mostPieces = 16
const mostUnknown = 2

const divisions = new Set(['per', '/', 'a'])
const powerWords: ReadonlyMap<string, number> = new Map(
  Object.entries({ square: 2, squared: 2, sq: 2, cubic: 3, cubed: 3 }),
)

/** One word or sign of a unit. */
interface Piece {
  readonly text: string
  /** Whether it stood in `\text{}`, where letters cannot be unknowns. */
  readonly inText: boolean
}

/** `\frac{\text{km}}{\text{h}}`: the same as km/h. */
export function unitFraction(phrase: readonly Token[]): string | undefined {
  const open = phrase[1]
  const first = phrase.findIndex((token, index) => index > 0 && token.kind === 'close')
  if (open?.kind !== 'open' || first < 0) return undefined
  const slash: Token = { kind: 'operator', text: '/', spaced: false }
  return unitPhrase([...phrase.slice(2, first), slash, ...phrase.slice(first + 2, -1)], true)
}

/**
 * `cm^2`, `square miles per hour`, `\text{ km/h}`, `m s^{-1}`: factors with their powers in one canonical text; empty for
 * "units", `undefined` for what is no unit.
 *
 * @param plain - Whether the number before it is a plain one: only then are bare words units.
 */
export function unitPhrase(words: readonly Token[], plain: boolean): string | undefined {
  const pieces = words.flatMap((word): Piece[] =>
    word.kind === 'text' ? textPieces(word.text) : [{ text: word.text, inText: false }],
  )
  if (pieces.length > mostPieces) return undefined
  const factors: { unit: string; power: number }[] = []
  let sign = 1
  let nextPower = 1
  let unknown = 0
  /** Within the bracket of `J/(mol·K)`, whose factors all divide. */
  let below = false
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]
    if (piece === undefined) break
    const folded = piece.text.toLowerCase()
    const wordPower = powerWords.get(folded)
    const last = factors.at(-1)
    const exponent = last === undefined ? undefined : exponentAt(pieces, at)
    if (exponent !== undefined && last !== undefined) {
      last.power *= exponent.power
      at += exponent.used - 1
    } else if (wordPower !== undefined) {
      if (last !== undefined && folded.endsWith('d')) last.power *= wordPower
      else nextPower = wordPower
    } else if (piece.text === '(' || piece.text === ')') below = piece.text === '(' && sign < 0
    else if (last !== undefined && divisions.has(folded)) sign = -1
    else if (last === undefined || (piece.text !== '*' && piece.text !== '.')) {
      // Behind a unit that is sure a single letter is one too: `mol L^-1`.
      const known = unitNamed(piece.text, piece.inText || sign < 0 || last !== undefined)
      if (known === undefined && ++unknown > mostUnknown) return undefined
      const unit = known ?? (piece.inText ? otherWord(piece.text) : undefined)
      if (unit === undefined || (!piece.inText && !plain)) return undefined
      factors.push({ unit, power: sign * nextPower })
      ;[sign, nextPower] = [below ? -1 : 1, 1]
    }
  }
  return factors.length === 0 ? undefined : canonical(factors)
}

/** `^2`, `^{-1}`. */
function exponentAt(pieces: readonly Piece[], at: number): { power: number; used: number } | undefined {
  if (pieces[at]?.text !== '^') return undefined
  const negative = pieces[at + 1]?.text === '-'
  const digit = pieces[at + (negative ? 2 : 1)]?.text ?? ''
  if (!/^[1-4]$/.test(digit)) return undefined
  return { power: negative ? -Number(digit) : Number(digit), used: negative ? 3 : 2 }
}

function canonical(factors: readonly { unit: string; power: number }[]): string {
  // "25 degrees Celsius" are no degrees of an angle.
  const isTemperature = factors.some(({ unit }) => unit === 'degree C' || unit === 'degree F')
  const parts = factors
    .filter(({ unit }) => unit !== 'unit' && !(isTemperature && unit === 'degree'))
    .map(({ unit, power }) => (power === 1 ? unit : `${unit}^${power}`))
  return parts.sort().join('·')
}

/** The canonical unit of a text that stands behind a number, or is a sign of currency; `undefined` where it is no unit. */
export function unitOfText(text: string): string | undefined {
  const bare = text.trim().replace(/\^\{?(-?\d)\}?/g, '^$1')
  if (bare === '%') return '%'
  return unitPhrase([{ kind: 'text', text: bare, spaced: true }], true)
}

/** A counted thing: its word without the plural. Single letters are unknowns. */
export function otherWord(text: string): string | undefined {
  if (!/^\p{L}{2,}$/u.test(text)) return undefined
  if (scaleWords.has(text.toLowerCase())) return undefined
  // Letter case says something in symbols: mX is not MX.
  const folded = /^\p{Lu}?\p{Ll}{2,}$/u.test(text) ? text.toLowerCase() : text
  return folded.length > 3 && folded.endsWith('s') ? folded.slice(0, -1) : folded
}

function textPieces(text: string): Piece[] {
  const pieces =
    text
      .replace(/\\cdot\s?|\\times\s?|[·⋅]/g, '*')
      .replace(/[{}]/g, '')
      .replace(/[~.]/g, ' ')
      .match(/°\s?[CFK](?!\p{L})|\p{L}+|\d+|[/^*-]|\S/gu)
      ?.map((piece) => piece.replace(/\s/g, '')) ?? []
  return pieces.map((piece) => ({ text: piece, inText: true }))
}

import { numberTree } from '../syntax/number-forms.ts'
import type { Token } from '../syntax/token.ts'
import { rational } from '../value/rational.ts'
import type { Reader } from './reader.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'

const baseWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    twelve: 12,
    sixteen: 16,
  }),
)

/** `1011_2`, `2A_{16}`, `(302)_4`: digits with their base. */
export function isBased(span: Span): boolean {
  return partsOf(span) !== undefined
}

/** The base is part of the number: 1011 in base 2 and in base 3 are two answers. Its value is another reading. */
export function readBased(span: Span, reader: Reader): Shape | undefined {
  const parts = partsOf(span)
  if (parts === undefined) return undefined
  reader.met.add('bases')
  if (reader.options.bases === 'value') {
    const scalar = reader.evaluation.scalar(numberTree(rational(numberIn(parts.digits, parts.base))))
    return { type: 'scalar', scalar }
  }
  return { type: 'text', text: `${parts.digits.toUpperCase().replace(/^0+(?=.)/, '')} in base ${parts.base}` }
}

function partsOf(span: Span): { digits: string; base: number } | undefined {
  const [place] = span.find((token) => token.kind === 'operator' && token.text === '_')
  if (place === undefined) return undefined
  const digits = joined(span.part(0, place).bare.tokens)
  const base = baseOf(joined(span.part(place + 1).bare.tokens))
  if (!/^[0-9A-Fa-f]+$/.test(digits) || base === undefined) return undefined
  // F_16 is a Fibonacci number, FF_16 is none.
  if (!/\d/.test(digits) && (digits.length < 2 || base !== 16)) return undefined
  const fits = [...digits].every((digit) => Number.parseInt(digit, 36) < base)
  return fits ? { digits, base } : undefined
}

function joined(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join('')
}

function baseOf(text: string): number | undefined {
  const base = /^\d{1,2}$/.test(text) ? Number(text) : baseWords.get(text.toLowerCase())
  return base !== undefined && base >= 2 && base <= 36 ? base : undefined
}

function numberIn(digits: string, base: number): bigint {
  return [...digits].reduce((value, digit) => value * BigInt(base) + BigInt(Number.parseInt(digit, 36)), 0n)
}

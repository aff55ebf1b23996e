import { numberTree } from '../syntax/number-forms.ts'
import { modulo } from '../value/field.ts'
import { rational } from '../value/rational.ts'
import { nameOfSide } from './names.ts'
import type { Reader } from './reader.ts'
import { readScalar } from './scalar.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'

/** Whether a span is a residue class by itself: `3 \pmod 7`, `3 (mod 7)`. */
export function isResidueClass(span: Span): boolean {
  return (
    span.has((token) => token.kind === 'operator' && token.text === 'pmod') ||
    (span.at(-1)?.text === ')' && span.tokens.some((token) => token.kind === 'word' && token.text === 'mod'))
  )
}

/** `x \equiv 10 \pmod 7`: the residue class, 3 modulo 7. */
export function readCongruence(parts: readonly Span[], reader: Reader): Shape | undefined {
  const [left, right] = parts
  if (left === undefined || right === undefined || nameOfSide(left) === undefined) return undefined
  return readResidueClass(right, reader)
}

/** A value and its modulus. Without a modulus the value stands for what was left unsaid. */
export function readResidueClass(span: Span, reader: Reader): Shape | undefined {
  const tokens = span.bare.tokens
  const at = tokens.findIndex((token) => token.text === 'pmod' || token.text === 'mod')
  const value = readScalar(at < 0 ? tokens : withoutOpenBracket(tokens.slice(0, at)), reader)
  const modulus = at < 0 ? undefined : readScalar(withoutCloseBracket(tokens.slice(at + 1)), reader)
  if (value?.type !== 'scalar') return undefined
  if (modulus === undefined) return { type: 'group', tag: 'congruent', order: 'kept', items: [value] }
  if (modulus.type !== 'scalar') return undefined
  const [a, m] = [value.scalar.exact, modulus.scalar.exact]
  if (a?.bottom !== 1n || m?.bottom !== 1n || m.top <= 0n) {
    return { type: 'group', tag: 'congruent', order: 'kept', items: [value, modulus] }
  }
  const residue = reader.evaluation.scalar(numberTree(rational(modulo(a.top, m.top))))
  return {
    type: 'group',
    tag: 'congruent',
    order: 'kept',
    items: [{ type: 'scalar', scalar: residue }, modulus],
  }
}

function withoutOpenBracket<T extends { kind: string }>(tokens: T[]): T[] {
  return tokens.at(-1)?.kind === 'open' ? tokens.slice(0, -1) : tokens
}

function withoutCloseBracket<T extends { kind: string; partner?: number }>(tokens: T[]): T[] {
  const opened = tokens.some((token) => token.kind === 'open')
  return !opened && tokens.at(-1)?.kind === 'close' ? tokens.slice(0, -1) : tokens
}

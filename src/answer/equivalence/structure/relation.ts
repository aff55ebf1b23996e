import type { Token } from '../syntax/token.ts'
import { readChain } from './chain.ts'
import { readCongruence } from './congruence.ts'
import { readInequality } from './inequality.ts'
import { nameOfSide } from './names.ts'
import type { Reader } from './reader.ts'
import { checkItems } from './scalar.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'

/** Whether a span is a relation: it has a relation sign at its top level. */
export function isRelation(span: Span): boolean {
  return span.kinds.has('relation')
}

/** Equations, chains of them, inequalities, membership and congruences. */
export function readRelation(span: Span, reader: Reader): Shape | undefined {
  const signs = span.find((token) => token.kind === 'relation').map((place) => span.at(place)?.text ?? '')
  const parts = span.split((token) => token.kind === 'relation')
  checkItems(parts.length)
  if (signs.includes('implies')) return readConclusion(span, reader)
  if (signs.every((sign) => sign === '=' || sign === '~=')) return readChain(parts, signs, reader, span)
  if (signs.length === 1 && signs[0] === 'in') return readMembership(parts, reader)
  if (signs.length === 1 && signs[0] === 'equiv') return readCongruence(parts, reader)
  if (signs.every(isInequality)) return readInequality(parts, signs, reader)
  return undefined
}

function isInequality(sign: string): boolean {
  return sign === '<' || sign === '>' || sign === '<=' || sign === '>=' || sign === '!=' || sign === '='
}

/** What a chain of implications ends in. */
function readConclusion(span: Span, reader: Reader): Shape | undefined {
  const isArrow = (token: Token): boolean => token.kind === 'relation' && token.text === 'implies'
  const last = span.split(isArrow).at(-1)
  return last === undefined ? undefined : reader.read(last)
}

/** `x \in S` is the set S; a pair of round brackets after `x \in` is an interval. */
function readMembership(parts: readonly Span[], reader: Reader): Shape | undefined {
  const [left, right] = parts
  if (left === undefined || right === undefined) return undefined
  const name = nameOfSide(left)
  if (name === undefined) return undefined
  const shape = name.startsWith('(') ? reader.read(right) : reader.readWith(right, { pairs: 'interval' })
  return shape === undefined ? undefined : { type: 'named', name, by: 'equation', shape }
}

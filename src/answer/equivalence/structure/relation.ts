import type { Token } from '../syntax/token.ts'
import { readChain } from './chain.ts'
import { readCongruence } from './congruence.ts'
import { readInequality } from './inequality.ts'
import { nameOfSide } from './names.ts'
import type { Reader } from './reader.ts'
import { checkItems } from './scalar.ts'
import { type Shape, unnamed } from './shape.ts'
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
  if (signs.length === 1 && alike.has(signs[0] ?? '')) return readAlike(parts, signs[0] ?? '', reader)
  if (signs.every(isInequality)) return readInequality(parts, signs, reader)
  return undefined
}

/** Relations of their own: similar, congruent or isomorphic, asymptotic, distributed as. */
const alike = new Set(['sim', 'cong', 'simeq'])

/** Both sides count: △ABC ∼ △DEF is not △ABC ∼ △EDF. `\sim 5` alone is 5. */
function readAlike(parts: readonly Span[], sign: string, reader: Reader): Shape | undefined {
  const [first, second] = parts
  if (first === undefined) return undefined
  if (second === undefined) return reader.read(first)
  const items = [first, second].map((side): Shape => {
    const name = nameOfSide(side)
    if (name !== undefined) return { type: 'text', text: name }
    const shape = reader.read(side)
    return shape === undefined
      ? { type: 'text', text: side.tokens.map(({ text }) => text).join(' ') }
      : unnamed(shape)
  })
  return { type: 'group', tag: sign, order: 'free', items }
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

import type { Token } from '../syntax/token.ts'
import { piecesOf, readItems } from './list.ts'
import { isReals } from './named-set.ts'
import type { Reader } from './reader.ts'
import { difference, intersection, isOrdered, realLine, realsShape, union } from './real-set.ts'
import { bag, type Shape, shapeKey, unnamed } from './shape.ts'
import type { Span } from './span.ts'

const isSetOperator = (token: Token): boolean => token.kind === 'set-operator'

/** Most stretches that set algebra works on at once. */
const mostPieces = 60

/** Whether a span joins sets: it has ∪, ∩ or ∖ at its top level. */
export function isSetAlgebra(span: Span): boolean {
  return span.kinds.has('set-operator') || realsWithout(span) !== undefined
}

/** `\mathbb{R} - \{2\}`: the reals without some points, written with a minus sign. */
function realsWithout(span: Span): number | undefined {
  if (
    !span.kinds.has('operator') ||
    (!span.has((token) => token.text === 'mathbb') && span.at(0)?.text !== 'reals')
  )
    return undefined
  const [place, ...others] = span.find((token) => token.kind === 'operator' && token.text === '-')
  if (place === undefined || others.length > 0 || !isReals(span.part(0, place))) return undefined
  return span.part(place + 1).inside(['{', 'set']) === undefined ? undefined : place
}

/** A union, intersection or difference, ∩ binding tighter than the others, else from the left. */
export function readSetAlgebra(span: Span, reader: Reader): Shape | undefined {
  const minus = realsWithout(span)
  if (minus !== undefined) {
    const points = readOperand(span.part(minus + 1), reader)
    return points === undefined ? undefined : combine(realsShape(realLine), 'difference', points)
  }
  const unionPlaces = span.find((token) => isSetOperator(token) && token.text !== 'intersection')
  if (unionPlaces.length > 0) return joined(span, unionPlaces, reader)
  return joined(span, span.find(isSetOperator), reader)
}

function joined(span: Span, places: readonly number[], reader: Reader): Shape | undefined {
  let result: Shape | undefined
  let operator = ''
  let from = 0
  for (const place of [...places, span.length]) {
    const part = span.part(from, place)
    const operand = isSetAlgebra(part) ? readSetAlgebra(part, reader) : readOperand(part, reader)
    if (operand === undefined) return undefined
    result = result === undefined ? operand : combine(result, operator, operand)
    if (result === undefined) return undefined
    operator = span.at(place)?.text ?? ''
    from = place + 1
  }
  return result
}

/** Braces are a set here, with or without backslashes; round pairs are intervals. */
function readOperand(part: Span, reader: Reader): Shape | undefined {
  const braces = part.inside(['{', 'set'])
  if (braces !== undefined && !isSetAlgebra(braces)) {
    const items = readItems(braces, reader)
    return items === undefined ? undefined : bag(items.map(unnamed), 'set')
  }
  const shape = reader.readWith(part, { pairs: 'interval' })
  return shape === undefined || shape.type === 'text' ? undefined : unnamed(shape)
}

function combine(a: Shape, operator: string, b: Shape): Shape | undefined {
  const [left, right] = [setPieces(a), setPieces(b)]
  if (left !== undefined && right !== undefined && isOrdered(left) && isOrdered(right)) {
    if (left.length + right.length > mostPieces) return undefined
    const apply = operator === 'union' ? union : operator === 'intersection' ? intersection : difference
    return realsShape(apply(left, right))
  }
  if (isFiniteSet(a) && isFiniteSet(b)) return bag(finite(a.items, operator, b.items), 'set')
  return {
    type: 'group',
    tag: operator,
    order: operator === 'difference' ? 'kept' : 'set',
    items: [...flat(a, operator), ...flat(b, operator)],
  }
}

/** A set's stretches. A value is no set: `3 ∪ 4` joins nothing. */
function setPieces(shape: Shape) {
  return shape.type === 'reals' || isFiniteSet(shape) ? piecesOf(shape) : undefined
}

function isFiniteSet(shape: Shape): shape is Extract<Shape, { type: 'group' }> {
  return shape.type === 'group' && shape.tag === 'bag'
}

function finite(a: readonly Shape[], operator: string, b: readonly Shape[]): Shape[] {
  const keys = new Set(b.map((item) => shapeKey(item)))
  if (operator === 'union') return [...a, ...b]
  return a.filter((item) => keys.has(shapeKey(item)) === (operator === 'intersection'))
}

/** A ∪ (B ∪ C) is one union. */
function flat(shape: Shape, operator: string): readonly Shape[] {
  return shape.type === 'group' && shape.tag === operator && operator !== 'difference' ? shape.items : [shape]
}

import { freeNames } from '../syntax/tree.ts'
import type { Scalar } from '../value/scalar.ts'
import { equationShape, linearRoot, mirrored, type RelationSign } from './equation.ts'
import { nameOfSide } from './names.ts'
import type { Reader } from './reader.ts'
import { difference, intersection, isOrdered, pointPiece, realLine, realsShape, union } from './real-set.ts'
import type { Endpoint, Piece, Shape } from './shape.ts'
import type { Span } from './span.ts'

/**
 * `x > 2`, `3 < m \le 4`, `-x \ge -1`, `1 \le |z| \le 2` as sets of reals, the unknown's name beside them; anything with
 * more unknowns as a relation to 0.
 */
export function readInequality(
  parts: readonly Span[],
  signs: readonly string[],
  reader: Reader,
): Shape | undefined {
  const relations = signs as readonly RelationSign[]
  if (parts.length !== signs.length + 1) return undefined
  // Of `a \le x \le b` the middle is what the ends bound.
  const subject = parts.length === 3 && parts[1] !== undefined ? nameOfSide(parts[1]) : undefined
  const bounds: Bound[] = []
  for (const [index, sign] of relations.entries()) {
    const [left, right] = [parts[index], parts[index + 1]]
    if (left === undefined || right === undefined) return undefined
    const bound = readBound(left, right, sign, subject, reader)
    if (bound === undefined) return undefined
    bounds.push(bound)
  }
  const [first] = bounds
  if (first === undefined) return undefined
  const named = bounds.filter((bound) => bound.pieces !== undefined)
  if (named.length === bounds.length && bounds.every((bound) => bound.name === first.name)) {
    return together(
      first.name ?? '',
      named.flatMap((bound) => (bound.pieces === undefined ? [] : [bound.pieces])),
    )
  }
  const relationsOnly = bounds.flatMap((bound) => (bound.relation === undefined ? [] : [bound.relation]))
  if (relationsOnly.length !== bounds.length) return undefined
  const [only] = relationsOnly
  return relationsOnly.length === 1
    ? only
    : { type: 'group', tag: 'all of', order: 'set', items: relationsOnly }
}

interface Bound {
  readonly name?: string
  readonly pieces?: readonly Piece[]
  readonly relation?: Shape
}

/** The stretch that all bounds on one name leave. */
function together(name: string, sets: readonly (readonly Piece[])[]): Shape {
  const [first = [], ...rest] = sets
  const shape: Shape =
    rest.length > 0 && sets.every(isOrdered)
      ? realsShape(rest.reduce<readonly Piece[]>((all, pieces) => intersection(all, pieces), first))
      : rest.length === 0
        ? realsShape(first)
        : joinedEnds(sets)
  return { type: 'named', name, by: 'inequality', shape }
}

/** `a < x < b` with unknown ends: one stretch from the lower bound to the upper. */
function joinedEnds(sets: readonly (readonly Piece[])[]): Shape {
  const pieces = sets.flat()
  const from = pieces.find((piece) => piece.from.at !== 'infinity')?.from
  const to = pieces.find((piece) => piece.to.at !== 'infinity')?.to
  if (sets.length === 2 && pieces.length === 2 && from !== undefined && to !== undefined) {
    return { type: 'reals', pieces: [{ from, to }] }
  }
  return {
    type: 'group',
    tag: 'all of',
    order: 'set',
    items: sets.map((set) => ({ type: 'reals', pieces: set })),
  }
}

function readBound(
  left: Span,
  right: Span,
  sign: RelationSign,
  subject: string | undefined,
  reader: Reader,
): Bound | undefined {
  const [leftName, rightName] = [subjectOf(left, subject), subjectOf(right, subject)]
  const [a, b] = [scalarOf(left, reader), scalarOf(right, reader)]
  if (leftName !== undefined && b !== undefined && rightName === undefined) return boundOn(leftName, sign, b)
  if (rightName !== undefined && a !== undefined && leftName === undefined)
    return boundOn(rightName, mirrored[sign], a)
  if (leftName !== undefined && isInfinite(right)) return { name: leftName.name, pieces: realLine }
  if (rightName !== undefined && isInfinite(left)) return { name: rightName.name, pieces: realLine }
  if (a === undefined || b === undefined) return undefined
  const relation = equationShape(a, b, sign, reader)
  const names = [...new Set([...freeNames(a.tree), ...freeNames(b.tree)])]
  const [name] = names
  const solved = names.length === 1 && name !== undefined ? linearRoot(a, b, name, reader) : undefined
  if (solved === undefined || name === undefined) return { relation }
  const direction = solved.slope > 0 ? sign : mirrored[sign]
  return { ...boundOn({ name, absolute: false }, direction, solved.root), relation }
}

/** The name that a side bounds: any, or only the subject where there is one. */
function subjectOf(side: Span, subject: string | undefined): BoundName | undefined {
  const name = nameOrAbsolute(side)
  return subject === undefined || name?.name === subject ? name : undefined
}

interface BoundName {
  readonly name: string
  readonly absolute: boolean
}

/** A name, or the absolute value of one: `|z| < 3` is −3 < z < 3. */
function nameOrAbsolute(side: Span): BoundName | undefined {
  const name = nameOfSide(side)
  if (name !== undefined) return { name, absolute: false }
  const [first, last] = [side.at(0), side.at(-1)]
  const barred =
    (first?.kind === 'bar' && last?.kind === 'bar') || (first?.kind === 'open' && first.text === 'abs')
  if (!barred || side.length !== 3) return undefined
  const inner = nameOfSide(side.part(1, 2))
  return inner === undefined ? undefined : { name: inner, absolute: true }
}

function isInfinite(side: Span): boolean {
  return side.at(-1)?.text === 'infinity'
}

/** A side's value; the infinite is none, and bounds nothing. */
function scalarOf(side: Span, reader: Reader): Scalar | undefined {
  if (isInfinite(side)) return undefined
  const shape = reader.read(side)
  return shape?.type === 'scalar' ? shape.scalar : undefined
}

/** `name sign at` as a stretch of the line. */
function boundOn({ name, absolute }: BoundName, sign: RelationSign, at: Scalar): Bound {
  const pieces = stretch(sign, { at, closed: sign === '<=' || sign === '>=' })
  if (!absolute) return { name, pieces }
  const minus = reflected(at)
  if (minus === undefined) return { name: `|${name}|`, pieces }
  const mirror = stretch(mirrored[sign], { at: minus, closed: sign === '<=' || sign === '>=' })
  const inside = sign === '<' || sign === '<='
  return { name, pieces: inside ? intersection(pieces, mirror) : union(pieces, mirror) }
}

function stretch(sign: RelationSign, end: Endpoint): readonly Piece[] {
  const open: Endpoint = { at: 'infinity', closed: false }
  if (sign === '<' || sign === '<=') return [{ from: open, to: end }]
  if (sign === '>' || sign === '>=') return [{ from: end, to: open }]
  if (end.at === 'infinity') return realLine
  if (sign === '=') return [pointPiece(end.at)]
  return end.at.real === undefined
    ? [
        { from: open, to: end },
        { from: end, to: open },
      ]
    : difference(realLine, [pointPiece(end.at)])
}

function reflected(at: Scalar): Scalar | undefined {
  return at.real === undefined ? undefined : at.negated()
}

import { compareScalars, type Scalar } from '../value/scalar.ts'
import { bag, type Endpoint, type Piece, type Shape } from './shape.ts'

/**
 * Sets of real numbers as stretches of the line: union, intersection and difference, when every end is a real constant.
 * Decides which stretches a set consists of; never whether two ends are one beyond what the value layers say.
 */

const everything: Piece = { from: { at: 'infinity', closed: false }, to: { at: 'infinity', closed: false } }

/** The whole line. */
export const realLine: readonly Piece[] = [everything]

export function pointPiece(at: Scalar): Piece {
  return { from: { at, closed: true }, to: { at, closed: true } }
}

/** Whether every end is a real constant, so that the stretches can be put in order. */
export function isOrdered(pieces: readonly Piece[]): boolean {
  return pieces.every(({ from, to }) =>
    [from.at, to.at].every((at) => at === 'infinity' || at.real !== undefined),
  )
}

/** A stretch that holds at least one number. */
export function isProper(piece: Piece): boolean {
  if (piece.from.at === 'infinity' || piece.to.at === 'infinity') return true
  const order = comparePoints(piece.from.at, piece.to.at)
  return order < 0 || (order === 0 && piece.from.closed && piece.to.closed)
}

/** The shape of a set of reals: points alone are a finite set. */
export function realsShape(pieces: readonly Piece[]): Shape {
  const points = pieces.flatMap(({ from, to }) => {
    if (from.at === 'infinity' || to.at === 'infinity' || !from.closed || !to.closed) return []
    return from.at === to.at || compareScalars(from.at, to.at).same ? [from.at] : []
  })
  if (points.length === pieces.length)
    return bag(
      points.map((scalar) => ({ type: 'scalar', scalar })),
      'set',
    )
  return { type: 'reals', pieces }
}

/** All that is in either. */
export function union(a: readonly Piece[], b: readonly Piece[]): Piece[] {
  const sorted = [...a, ...b].filter(isProper).sort((x, y) => compareStarts(x.from, y.from))
  const merged: Piece[] = []
  for (const piece of sorted) {
    const last = merged.at(-1)
    if (last !== undefined && touches(last.to, piece.from)) {
      merged[merged.length - 1] = { from: last.from, to: laterEnd(last.to, piece.to) }
    } else merged.push(piece)
  }
  return merged
}

/** All that is in both. */
export function intersection(a: readonly Piece[], b: readonly Piece[]): Piece[] {
  const common = a.flatMap((x) =>
    b.map((y) => ({
      from: compareStarts(x.from, y.from) >= 0 ? x.from : y.from,
      to: laterEnd(x.to, y.to) === x.to ? y.to : x.to,
    })),
  )
  return union(common, [])
}

/** All that is in `a` and not in `b`. */
export function difference(a: readonly Piece[], b: readonly Piece[]): Piece[] {
  return intersection(a, complement(b))
}

function complement(pieces: readonly Piece[]): Piece[] {
  const gaps: Piece[] = []
  let from: Endpoint | undefined = everything.from
  for (const piece of union(pieces, [])) {
    if (from !== undefined && piece.from.at !== 'infinity') {
      gaps.push({ from, to: { at: piece.from.at, closed: !piece.from.closed } })
    }
    from = piece.to.at === 'infinity' ? undefined : { at: piece.to.at, closed: !piece.to.closed }
  }
  if (from !== undefined) gaps.push({ from, to: everything.to })
  return gaps.filter(isProper)
}

function comparePoints(a: Scalar, b: Scalar): number {
  if (a === b || compareScalars(a, b).same) return 0
  return (a.real ?? 0) - (b.real ?? 0)
}

function compareStarts(a: Endpoint, b: Endpoint): number {
  if (a.at === 'infinity' || b.at === 'infinity') return a.at === b.at ? 0 : a.at === 'infinity' ? -1 : 1
  return comparePoints(a.at, b.at) || Number(b.closed) - Number(a.closed)
}

/** Whether a stretch that ends here and one that begins there leave no gap. */
function touches(end: Endpoint, start: Endpoint): boolean {
  if (end.at === 'infinity' || start.at === 'infinity') return true
  const order = comparePoints(end.at, start.at)
  return order > 0 || (order === 0 && (end.closed || start.closed))
}

function laterEnd(a: Endpoint, b: Endpoint): Endpoint {
  if (a.at === 'infinity' || b.at === 'infinity') return a.at === 'infinity' ? a : b
  const order = comparePoints(a.at, b.at)
  if (order !== 0) return order > 0 ? a : b
  return a.closed ? a : b
}

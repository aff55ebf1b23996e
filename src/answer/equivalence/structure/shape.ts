import type { Scalar } from '../value/scalar.ts'

/** What an answer is, once read: values in a structure. */
export type Shape =
  | { readonly type: 'scalar'; readonly scalar: Scalar; readonly unit?: string }
  /** Compared as words. */
  | { readonly type: 'text'; readonly text: string }
  | GroupShape
  | { readonly type: 'reals'; readonly pieces: readonly Piece[] }
  /** `x = …`, `x > …`: the name is dropped unless several names stand side by side. */
  | {
      readonly type: 'named'
      readonly name: string
      readonly by: 'equation' | 'inequality'
      readonly shape: Shape
    }

/** Parts under a tag. Order counts, does not count, or (set) repeats do not count either. */
export interface GroupShape {
  readonly type: 'group'
  readonly tag: string
  readonly order: 'kept' | 'free' | 'set'
  readonly items: readonly Shape[]
}

/** One stretch of the real line; a point is closed on both sides. */
export interface Piece {
  readonly from: Endpoint
  readonly to: Endpoint
}

/** An end of a stretch: a value, or no bound at all. */
export interface Endpoint {
  readonly at: Scalar | 'infinity'
  readonly closed: boolean
}

/** Lists, sets and multisets share one tag: a list without repeats is the set of its items. */
export const bagTag = 'bag'

/** Shapes of the given items without order; `set` drops repeats. */
export function bag(items: readonly Shape[], order: 'free' | 'set'): GroupShape {
  return { type: 'group', tag: bagTag, order, items }
}

export function tuple(items: readonly Shape[]): GroupShape {
  return { type: 'group', tag: 'tuple', order: 'kept', items }
}

export const emptySet: Shape = bag([], 'set')

/** The shape without the name it was given. */
export function unnamed(shape: Shape): Shape {
  return shape.type === 'named' ? unnamed(shape.shape) : shape
}

/**
 * The key of a shape: equal keys are one answer.
 *
 * @param classOf - The key of a value; by default its own.
 */
export function shapeKey(shape: Shape, classOf: (scalar: Scalar) => string = (scalar) => scalar.key): string {
  switch (shape.type) {
    case 'scalar':
      return classOf(shape.scalar)
    case 'text':
      return `"${shape.text}"`
    case 'named':
      return shapeKey(shape.shape, classOf)
    case 'reals':
      return `R:${shape.pieces.map((piece) => pieceKey(piece, classOf)).join('')}`
    case 'group': {
      const keys = shape.items.map((item) => shapeKey(item, classOf))
      const ordered = shape.order === 'kept' ? keys : [...keys].sort()
      const distinct = shape.order === 'set' ? [...new Set(ordered)] : ordered
      return `${shape.tag}(${distinct.join(' , ')})`
    }
  }
}

function pieceKey(piece: Piece, classOf: (scalar: Scalar) => string): string {
  const from = piece.from.at === 'infinity' ? '-oo' : classOf(piece.from.at)
  const to = piece.to.at === 'infinity' ? 'oo' : classOf(piece.to.at)
  return `${piece.from.closed ? '[' : '('}${from} .. ${to}${piece.to.closed ? ']' : ')'}`
}

/** Every value in a shape, in the order it was written. */
export function scalarsOf(shape: Shape): Scalar[] {
  switch (shape.type) {
    case 'scalar':
      return [shape.scalar]
    case 'text':
      return []
    case 'named':
      return scalarsOf(shape.shape)
    case 'group':
      return shape.items.flatMap(scalarsOf)
    case 'reals':
      return shape.pieces.flatMap(({ from, to }) => [from.at, to.at].filter((at) => at !== 'infinity'))
  }
}

/** The units stated in a shape, each once, in the order of the alphabet, joined; empty where there are none. */
export function unitsOf(shape: Shape): string {
  const units = new Set<string>()
  const visit = (inner: Shape): void => {
    if (inner.type === 'scalar' && inner.unit !== undefined) units.add(inner.unit)
    else if (inner.type === 'named') visit(inner.shape)
    else if (inner.type === 'group') inner.items.forEach(visit)
  }
  visit(shape)
  return [...units].sort().join('+')
}

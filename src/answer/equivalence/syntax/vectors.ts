import type { Tree } from './tree.ts'

/** A product of vectors, and the scalars that stand before it. */
interface VectorProduct {
  readonly scalars: readonly Tree[]
  readonly product: Tree
}

/**
 * `a × b`, `a · b` and `AB` of vectors, matrices and ∇: three operations, of which only the second may change its sides. `undefined` where one
 * side is a scalar.
 */
export function vectorProduct(
  left: Tree,
  right: Tree,
  sign: 'cross' | 'dot' | undefined,
): VectorProduct | undefined {
  const factors = left.type === 'product' ? left.factors : [left]
  const last = factors.at(-1)
  if (last === undefined) return undefined
  if (isNabla(last) && sign === undefined && !isVector(right))
    return { scalars: factors.slice(0, -1), product: { type: 'call', name: 'gradient', args: [right] } }
  // `A^T B`: where one is transposed, letters beside it are matrices too.
  const areMatrices = (isTransposed(last) && isLetter(right)) || (isTransposed(right) && isLetter(last))
  if (areMatrices && !isVector(right) && !factors.some(isVector))
    return {
      scalars: factors.slice(0, -1),
      product: { type: 'call', name: 'matrix product', args: [last, right] },
    }
  // What stands behind `∇ ·` and `∇ ×` is a vector, marked or not.
  if ((!isVector(right) && !isNabla(last)) || !factors.some(isVector)) return undefined
  // `q v × B`: the scalars before stay scalars.
  const [scalars, vector] = isVector(last) ? [factors.slice(0, -1), last] : [[], left]
  const name =
    sign === 'cross'
      ? 'cross product'
      : sign === 'dot' && !isNabla(vector)
        ? 'dot product'
        : sign === 'dot'
          ? 'divergence'
          : 'matrix product'
  const chain =
    name === 'matrix product' && vector.type === 'call' && vector.name === name ? vector.args : [vector]
  return { scalars, product: { type: 'call', name, args: [...chain, right] } }
}

function isLetter(tree: Tree): boolean {
  const base = tree.type === 'power' ? tree.base : tree
  return base.type === 'symbol' && /^[A-Za-z]$/.test(base.name)
}

/** `A^T`, `A^\top`, `U^\dagger`. */
function isTransposed(tree: Tree): boolean {
  return (
    tree.type === 'power' &&
    isLetter(tree.base) &&
    tree.exponent.type === 'symbol' &&
    /^(?:T|top|intercal|dagger)$/.test(tree.exponent.name)
  )
}

function isNabla(tree: Tree): boolean {
  return tree.type === 'symbol' && tree.name === 'nabla'
}

/** Whether a tree is a vector or a matrix: a marked name in it that no dot product has turned into a scalar. */
function isVector(tree: Tree): boolean {
  switch (tree.type) {
    case 'symbol':
      return /^(?:vector|unit|hat|nabla)(?: |$)/.test(tree.name)
    case 'negative':
      return isVector(tree.of)
    case 'sum':
      return tree.terms.some(isVector)
    case 'product':
      return tree.factors.some(isVector)
    case 'quotient':
      return isVector(tree.top)
    case 'call':
      return tree.name === 'cross product' || tree.name === 'matrix product' || tree.name === 'gradient'
    default:
      return false
  }
}

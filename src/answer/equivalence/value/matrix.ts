import type { Effort } from '../effort.ts'
import { limits } from '../limits.ts'
import { mapChildren, some, type Tree } from '../syntax/tree.ts'
import type { ExactValues } from './exact.ts'

type Rows = readonly (readonly Tree[])[]

/** Most matrices in one product: each one multiplies the size of the entries. */
const mostMatrices = 6

/** Largest determinant that is written out. */
const largestDeterminant = 5

/** The tree with every determinant (`vmatrix`, `|A|`, `det A`) written out. */
export function openDeterminants(tree: Tree, effort: Effort): Tree {
  if (!isMatrixTree(tree)) return tree
  const open = (node: Tree): Tree => {
    const inner = mapChildren(node, open)
    const rows = determinantRows(inner)
    if (rows === undefined || rows.length > largestDeterminant) return inner
    effort.spend(termsOfDeterminant[rows.length] ?? 0)
    return determinant(rows) ?? inner
  }
  return open(tree)
}

/** Nodes that a determinant of each size opens to, about. */
const termsOfDeterminant = [0, 1, 8, 40, 200, 1200]

function determinantRows(tree: Tree): Rows | undefined {
  if (tree.type === 'matrix') return tree.fence === 'vmatrix' ? tree.rows : undefined
  if (tree.type !== 'call' || (tree.name !== 'abs' && tree.name !== 'det')) return undefined
  const [of] = tree.args
  return of?.type === 'matrix' ? of.rows : undefined
}

/** Whether an expression holds a matrix. */
export function isMatrixTree(tree: Tree): boolean {
  return some(tree, (node) => node.type === 'matrix')
}

/**
 * The entries of an expression over matrices: sums, differences, products, multiples, integer powers, transposes written
 * `^T`, and determinants inside entries. `undefined` for anything else, or where sizes do not fit.
 */
export function matrixOf(tree: Tree, exact: ExactValues): Rows | undefined {
  switch (tree.type) {
    case 'matrix':
      return tree.rows
    case 'negative':
      return mapped(matrixOf(tree.of, exact), (of) => ({ type: 'negative', of }))
    case 'sum':
      return tree.terms.map((term) => matrixOf(term, exact)).reduce(addRows)
    case 'product':
      return productOf(tree.factors, exact)
    case 'quotient': {
      const { bottom } = tree
      if (isMatrixTree(bottom)) return undefined
      return mapped(matrixOf(tree.top, exact), (top) => ({ type: 'quotient', top, bottom }))
    }
    case 'power':
      return powerOf(tree, exact)
    default:
      return undefined
  }
}

/** A determinant by expansion along its first row, as one expression. */
function determinant(rows: Rows): Tree | undefined {
  const size = rows.length
  if (rows.some((row) => row.length !== size)) return undefined
  const [first, ...rest] = rows
  if (first === undefined) return undefined
  if (rest.length === 0) return first[0]
  const terms: Tree[] = []
  for (const [column, cell] of first.entries()) {
    const minor = determinant(rest.map((row) => row.filter((_, index) => index !== column)))
    if (minor === undefined) return undefined
    const product: Tree = { type: 'product', factors: [cell, minor] }
    terms.push(column % 2 === 0 ? product : { type: 'negative', of: product })
  }
  return { type: 'sum', terms }
}

/** A product so far: its scalar factors, and the product of its matrices where there is one. */
interface Product {
  readonly multiples: readonly Tree[]
  readonly matrix?: Rows
}

function productOf(factors: readonly Tree[], exact: ExactValues): Rows | undefined {
  if (factors.filter(isMatrixTree).length > mostMatrices) return undefined
  let product: Product = { multiples: [] }
  for (const factor of factors) {
    if (!isMatrixTree(factor)) {
      product = { ...product, multiples: [...product.multiples, factor] }
      continue
    }
    const rows = matrixOf(factor, exact)
    const matrix =
      rows === undefined || product.matrix === undefined ? rows : multiplyRows(product.matrix, rows)
    if (matrix === undefined) return undefined
    product = { ...product, matrix }
  }
  const { multiples } = product
  if (multiples.length === 0) return product.matrix
  return mapped(product.matrix, (cell) => ({ type: 'product', factors: [...multiples, cell] }))
}

function multiplyRows(a: Rows, b: Rows): Rows | undefined {
  const width = b[0]?.length ?? 0
  if (a.some((row) => row.length !== b.length) || a.length * width > limits.cells) return undefined
  return a.map((row) =>
    Array.from({ length: width }, (_, column): Tree => {
      const terms = row.map((cell, index): Tree => {
        const other = b[index]?.[column]
        return other === undefined ? cell : { type: 'product', factors: [cell, other] }
      })
      return { type: 'sum', terms }
    }),
  )
}

function addRows(a: Rows | undefined, b: Rows | undefined): Rows | undefined {
  if (a === undefined || b === undefined || a.length !== b.length || a[0]?.length !== b[0]?.length)
    return undefined
  return a.map((row, r) =>
    row.map((cell, c): Tree => {
      const other = b[r]?.[c]
      return other === undefined ? cell : { type: 'sum', terms: [cell, other] }
    }),
  )
}

function powerOf(tree: Extract<Tree, { type: 'power' }>, exact: ExactValues): Rows | undefined {
  const base = matrixOf(tree.base, exact)
  if (base === undefined) return undefined
  const { exponent } = tree
  if (exponent.type === 'symbol' && exponent.name === 'T') {
    return (base[0] ?? []).map((_, column) => base.map((row) => row[column] as Tree))
  }
  const times = exact.of(exponent)
  if (times?.bottom !== 1n || times.top < 1n || times.top > 4n) return undefined
  let result: Rows | undefined = base
  for (let done = 1n; done < times.top && result !== undefined; done++) result = multiplyRows(result, base)
  return result
}

function mapped(rows: Rows | undefined, change: (cell: Tree) => Tree): Rows | undefined {
  return rows?.map((row) => row.map(change))
}

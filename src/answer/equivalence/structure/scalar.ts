import { defined } from '../../../ground/defined.ts'
import { LimitReached, limits } from '../limits.ts'
import { numberTree } from '../syntax/number-forms.ts'
import { parseExpression } from '../syntax/parse.ts'
import type { Token } from '../syntax/token.ts'
import { freeNames, mapChildren, some, type Tree } from '../syntax/tree.ts'
import { isMatrixTree, matrixOf, openDeterminants } from '../value/matrix.ts'
import { openSums } from '../value/open-sums.ts'
import { rational } from '../value/rational.ts'
import type { Reader } from './reader.ts'
import { bag, type Shape } from './shape.ts'

/**
 * One expression: a value, two values where it holds `±`, or a matrix.
 *
 * @returns `undefined` where the tokens are no expression.
 */
export function readScalar(tokens: readonly Token[], reader: Reader, unit?: string): Shape | undefined {
  const parsed = parseExpression(tokens, reader.evaluation.effort)
  if (parsed === undefined) return undefined
  return shapeOfTree(withConstant(isOpen(tokens) ? settle(parsed, reader) : parsed), reader, unit)
}

function shapeOfTree(tree: Tree, reader: Reader, unit: string | undefined): Shape | undefined {
  const opened = openPlusMinus(tree)
  if (opened === undefined) return undefined
  const shapes = opened.map((one) => shapeOfOne(one, reader, unit))
  const [only] = shapes
  if (shapes.length === 1) return only
  const known = shapes.filter((shape) => shape !== undefined)
  return known.length === shapes.length ? bag(known, 'set') : undefined
}

function shapeOfOne(tree: Tree, reader: Reader, unit: string | undefined): Shape | undefined {
  const closed = openDeterminants(
    openSums(tree, reader.evaluation.exact, reader.evaluation.effort),
    reader.evaluation.effort,
  )
  if (isMatrixTree(closed)) {
    const rows = matrixOf(closed, reader.evaluation.exact)
    return rows === undefined ? undefined : matrixShape(rows, reader)
  }
  const scalar = reader.evaluation.scalar(closed)
  return { type: 'scalar', scalar, ...defined({ unit }) }
}

/** Rows of values under their size: `2x2`. A 1×1 matrix stays a matrix. */
function matrixShape(rows: readonly (readonly Tree[])[], reader: Reader): Shape {
  const items = rows.flat().map((cell): Shape => ({ type: 'scalar', scalar: reader.evaluation.scalar(cell) }))
  return { type: 'group', tag: `matrix ${rows.length}x${rows[0]?.length ?? 0}`, order: 'kept', items }
}

/** Names of variables that an antiderivative is one of. */
const variables = new Set(['x', 't', 'u', 'y', 'z', 'theta', 's', 'v', 'r', 'w'])

/** `2x + c` is `2x + C`: a constant of integration, told by standing alone beside a function of one variable. */
function withConstant(tree: Tree): Tree {
  if (tree.type !== 'sum') return tree
  const isConstant = (term: Tree) => term.type === 'symbol' && term.name === 'c' && term.index === undefined
  const names = freeNames(tree)
  const others = names.filter((name) => name !== 'c')
  const [variable] = others
  if (tree.terms.filter(isConstant).length !== 1 || others.length !== 1 || !variables.has(variable ?? ''))
    return tree
  if (tree.terms.filter((term) => freeNames(term).includes('c')).length !== 1) return tree
  return {
    ...tree,
    terms: tree.terms.map((term) => (isConstant(term) ? { type: 'symbol', name: 'C' } : term)),
  }
}

/** Whether tokens hold what the options say more about. */
function isOpen(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ text }) =>
      text === 'log' || text === 'dots' || ((text.includes('I') || text.includes('j')) && text.length < 5),
  )
}

/** Applies what the options say about letters and logarithms, and notes where they made a difference. */
function settle(tree: Tree, reader: Reader): Tree {
  if (tree.type === 'number' && tree.recurring !== undefined) {
    reader.met.add('dots')
    return reader.options.dots === 'recurring' ? numberTree(tree.recurring) : tree
  }
  if (tree.type === 'symbol' && tree.index === undefined && (tree.name === 'I' || tree.name === 'j')) {
    reader.met.add('imaginary')
    if (reader.options.imaginary === tree.name) return { type: 'constant', name: 'i' }
  }
  if (tree.type === 'call' && tree.name === 'log' && tree.args.length === 1) {
    reader.met.add('logarithm')
    return logarithm(settleAll(tree.args, reader), reader)
  }
  return mapChildren(tree, (child) => settle(child, reader))
}

function settleAll(trees: readonly Tree[], reader: Reader): Tree[] {
  return trees.map((tree) => settle(tree, reader))
}

/** `log x` is ln x over the logarithm of an unknown base: the laws of logarithms hold, its value stays open. */
function logarithm(args: readonly Tree[], reader: Reader): Tree {
  const [of] = args
  if (of === undefined) return { type: 'call', name: 'log', args }
  if (reader.options.logarithm === 'ten')
    return { type: 'call', name: 'log', args: [of, numberTree(rational(10n))] }
  const natural: Tree = { type: 'call', name: 'ln', args: [of] }
  if (reader.options.logarithm === 'natural') return natural
  return { type: 'quotient', top: natural, bottom: { type: 'symbol', name: 'logarithm of the base' } }
}

/** Each way to choose the signs of `±` and `∓`: all `±` together, as `x = a ± b ∓ c` is read. */
function openPlusMinus(tree: Tree): Tree[] | undefined {
  if (!some(tree, (node) => node.type === 'plus-minus')) return [tree]
  return [withSigns(tree, 1), withSigns(tree, -1)]
}

function withSigns(tree: Tree, sign: 1 | -1): Tree {
  if (tree.type !== 'plus-minus') return mapChildren(tree, (child) => withSigns(child, sign))
  const of = withSigns(tree.of, sign)
  return tree.sign * sign > 0 ? of : { type: 'negative', of }
}

/** Throws where a list has more items than the limit. */
export function checkItems(count: number): void {
  if (count > limits.items) throw new LimitReached('items')
}

import type { Rational } from '../value/rational.ts'

/** One expression as a tree. A tree says what was written; it evaluates nothing. */
export type Tree =
  | NumberTree
  /** An unknown; `index` is its subscript. */
  | { readonly type: 'symbol'; readonly name: string; readonly index?: Tree }
  | { readonly type: 'constant'; readonly name: 'pi' | 'e' | 'i' }
  | { readonly type: 'sum'; readonly terms: readonly Tree[] }
  | { readonly type: 'product'; readonly factors: readonly Tree[] }
  | { readonly type: 'quotient'; readonly top: Tree; readonly bottom: Tree }
  | { readonly type: 'negative'; readonly of: Tree }
  | { readonly type: 'power'; readonly base: Tree; readonly exponent: Tree }
  | { readonly type: 'root'; readonly of: Tree; readonly index: Tree }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Tree[] }
  | BinderTree
  /** `±of` (sign 1) or `∓of` (sign −1): two values at once, opened before anything is compared. */
  | { readonly type: 'plus-minus'; readonly of: Tree; readonly sign: 1 | -1 }
  | { readonly type: 'matrix'; readonly rows: readonly (readonly Tree[])[]; readonly fence: string }

/** A numeral. `unit in the last place` and digits are there where it was written with decimals. */
export interface NumberTree {
  readonly type: 'number'
  readonly value: Rational
  readonly decimal?: DecimalForm
  /** What `0.333...` is if its last digits go on for ever. */
  readonly recurring?: Rational
}

/** How a decimal was written: the size of its last digit, and how many significant digits it has. */
export interface DecimalForm {
  readonly lastPlace: Rational
  readonly digits: number
}

/** An integral, sum, product, limit or derivative: an opaque form that binds a variable. */
export interface BinderTree {
  readonly type: 'binder'
  readonly operator: 'integral' | 'sum' | 'product' | 'limit' | 'derivative'
  /** Name of the bound variable; empty where none was written. */
  readonly variable: string
  readonly lower?: Tree
  readonly upper?: Tree
  readonly body: Tree
}

/** The same tree with `change` applied to each child. */
export function mapChildren(tree: Tree, change: (child: Tree) => Tree): Tree {
  switch (tree.type) {
    case 'number':
    case 'constant':
      return tree
    case 'symbol':
      return tree.index === undefined ? tree : { ...tree, index: change(tree.index) }
    case 'sum':
      return { ...tree, terms: tree.terms.map(change) }
    case 'product':
      return { ...tree, factors: tree.factors.map(change) }
    case 'quotient':
      return { ...tree, top: change(tree.top), bottom: change(tree.bottom) }
    case 'negative':
    case 'plus-minus':
      return { ...tree, of: change(tree.of) }
    case 'power':
      return { ...tree, base: change(tree.base), exponent: change(tree.exponent) }
    case 'root':
      return { ...tree, of: change(tree.of), index: change(tree.index) }
    case 'call':
      return { ...tree, args: tree.args.map(change) }
    case 'binder': {
      const { lower, upper, ...rest } = tree
      return {
        ...rest,
        body: change(tree.body),
        ...(lower === undefined ? {} : { lower: change(lower) }),
        ...(upper === undefined ? {} : { upper: change(upper) }),
      }
    }
    case 'matrix':
      return { ...tree, rows: tree.rows.map((row) => row.map(change)) }
  }
}

const none: readonly Tree[] = []

/** The children of a tree, left to right. */
export function children(tree: Tree): readonly Tree[] {
  switch (tree.type) {
    case 'number':
    case 'constant':
      return none
    case 'symbol':
      return tree.index === undefined ? none : [tree.index]
    case 'sum':
      return tree.terms
    case 'product':
      return tree.factors
    case 'quotient':
      return [tree.top, tree.bottom]
    case 'negative':
    case 'plus-minus':
      return [tree.of]
    case 'power':
      return [tree.base, tree.exponent]
    case 'root':
      return [tree.of, tree.index]
    case 'call':
      return tree.args
    case 'binder':
      return [tree.body, tree.lower, tree.upper].filter((child) => child !== undefined)
    case 'matrix':
      return tree.rows.flat()
  }
}

/** The tree with every free `name` replaced. A binder of the same name hides it. */
export function substitute(tree: Tree, name: string, by: Tree): Tree {
  if (tree.type === 'symbol' && nameOf(tree) === name) return by
  if (tree.type === 'binder' && tree.variable === name && tree.operator !== 'derivative') {
    const { lower, upper, ...rest } = tree
    return {
      ...rest,
      ...(lower === undefined ? {} : { lower: substitute(lower, name, by) }),
      ...(upper === undefined ? {} : { upper: substitute(upper, name, by) }),
    }
  }
  return mapChildren(tree, (child) => substitute(child, name, by))
}

/** Names of the unknowns that a tree holds, bound ones left out, in the order of the alphabet. */
export function freeNames(tree: Tree): string[] {
  const names = new Set<string>()
  const visit = (node: Tree, bound: readonly string[]): void => {
    if (node.type === 'symbol' && !bound.includes(node.name)) names.add(nameOf(node))
    const inner = node.type === 'binder' && node.operator !== 'derivative' ? [...bound, node.variable] : bound
    for (const child of children(node)) visit(child, inner)
  }
  visit(tree, [])
  return [...names].sort()
}

/** The written name of an unknown, its subscript included where that is a plain one. */
export function nameOf(symbol: Extract<Tree, { type: 'symbol' }>): string {
  if (symbol.index === undefined) return symbol.name
  return `${symbol.name}_${plainText(symbol.index)}`
}

/** Whether `test` holds for the tree or anything in it. */
export function some(tree: Tree, test: (node: Tree) => boolean): boolean {
  return test(tree) || children(tree).some((child) => some(child, test))
}

/** How many nodes a tree has. */
export function countNodes(tree: Tree): number {
  return children(tree).reduce((count, child) => count + countNodes(child), 1)
}

/** A readable text of a tree, unambiguous enough to name a subscript. */
function plainText(tree: Tree): string {
  if (tree.type === 'number') return `${tree.value.top}/${tree.value.bottom}`
  if (tree.type === 'symbol') return nameOf(tree)
  if (tree.type === 'constant' || tree.type === 'call') {
    return tree.type === 'constant' ? tree.name : `${tree.name}(${tree.args.map(plainText).join(',')})`
  }
  return `${tree.type}(${children(tree).map(plainText).join(',')})`
}

/**
 * Layer "modular": both sides at fixed pseudo-random points of finite fields (Schwartz 1980, Zippel 1979).
 *
 * May decide: equal, for whatever it evaluates; different, for rational functions of unknowns, π and e with integer or
 * polynomial exponents. Nothing is expanded, so 2^1000000 and (a+b+c+d)^40 cost microseconds.
 * May not: decide "different" where roots, functions or i occur. Those it takes as further unknowns named by their own
 * form, which is also what the layer "form" compares: ∫, Σ and unknown functions are equal when written alike.
 */

import type { Effort } from '../effort.ts'
import { type BinderTree, children, countNodes, substitute, type Tree } from '../syntax/tree.ts'
import type { ExactValues } from './exact.ts'
import { hash61, inverse, modulo, type Point, points, powerModulo } from './field.ts'
import { integerExponent } from './integer-exponent.ts'
import { rationalKey } from './rational.ts'
import { reconstruct } from './reconstruct.ts'

/** Keys of the trees of one answer, each node once. */
export class Residues {
  readonly #exact: ExactValues
  readonly #effort: Effort
  readonly #atoms = new Map<Tree, string>()
  readonly #keys = new Map<Tree, string>()
  readonly #values: Map<Tree, bigint | undefined>[] = points.map(() => new Map())

  constructor(exact: ExactValues, effort: Effort) {
    this.#exact = exact
    this.#effort = effort
  }

  /**
   * The canonical key of a tree: `=` and the exact value, `~` and its residues, or `?` and its written form where it has
   * no value (a division by zero).
   */
  key(tree: Tree): string {
    const known = this.#keys.get(tree)
    if (known !== undefined) return known
    const key = this.#makeKey(tree)
    this.#keys.set(tree, key)
    return key
  }

  #makeKey(tree: Tree): string {
    // An exact value has one key whichever way it was reached: `0.5` by this line, `(x+1)/(2x+2)` by `reconstruct` below.
    const exact = this.#exact.of(tree)
    if (exact !== undefined) return `=${rationalKey(exact)}`
    const residues: bigint[] = []
    for (let index = 0; index < points.length; index++) {
      const residue = this.#at(tree, index)
      // No value at one point is a division by zero there. It may be one everywhere (`1/(x-x)`), so no residue may speak for the tree.
      if (residue === undefined) return `?${this.#writtenForm(tree)}`
      residues.push(residue)
    }
    // Unknowns may cancel out. Then the residues are those of one rational number, and its key must be that of the number.
    const constant = reconstruct(residues)
    if (constant !== undefined) return `=${rationalKey(constant)}`
    return `~${residues.map((residue) => residue.toString(36)).join('.')}`
  }

  /** The residues of a tree at every point, or `undefined` where it has no value. */
  residues(tree: Tree): readonly bigint[] | undefined {
    const found = points.map((_, index) => this.#at(tree, index))
    return found.every((residue) => residue !== undefined) ? found : undefined
  }

  #writtenForm(tree: Tree): string {
    const parts = children(tree).map((child) => this.key(child))
    // Of all products that are kept as written, this one may change its sides.
    if (tree.type === 'call' && tree.name === 'dot product') parts.sort()
    const name = 'name' in tree ? tree.name : 'operator' in tree ? tree.operator : ''
    return `${tree.type}:${name}(${parts.join(',')})`
  }

  #at(tree: Tree, index: number): bigint | undefined {
    const values = this.#values[index]
    const point = points[index]
    if (values === undefined || point === undefined) return undefined
    if (values.has(tree)) return values.get(tree)
    const value = this.#evaluate(tree, index, point)
    values.set(tree, value)
    return value
  }

  #evaluate(tree: Tree, index: number, point: Point): bigint | undefined {
    const { prime } = point
    this.#effort.spend(tree.type === 'power' ? 60 : tree.type === 'quotient' ? 30 : 3)
    const exact = this.#exact.of(tree)
    if (exact !== undefined) return quotient(exact.top, exact.bottom, prime)
    switch (tree.type) {
      case 'sum':
        return this.#fold(tree.terms, 0n, index, (a, b) => (a + b) % prime)
      case 'product':
        return this.#fold(tree.factors, 1n, index, (a, b) => (a * b) % prime)
      case 'negative': {
        const value = this.#at(tree.of, index)
        return value === undefined ? undefined : modulo(-value, prime)
      }
      case 'quotient': {
        const top = this.#at(tree.top, index)
        const bottom = this.#at(tree.bottom, index)
        return top === undefined || bottom === undefined ? undefined : quotient(top, bottom, prime)
      }
      case 'power':
        return this.#power(tree, index, point)
      default:
        // An unknown gets a point by its name alone: the same in every answer, and independent of all other names. Two different polynomials of degree
        // d meet at such a point with a chance of at most d / prime (Schwartz, Zippel).
        return hash61(this.#atom(tree), point.seed)
    }
  }

  #fold(parts: readonly Tree[], start: bigint, index: number, join: (a: bigint, b: bigint) => bigint) {
    let total: bigint = start
    for (const part of parts) {
      const value = this.#at(part, index)
      if (value === undefined) return undefined
      total = join(total, value)
    }
    return total
  }

  #power(tree: Extract<Tree, { type: 'power' }>, index: number, point: Point): bigint | undefined {
    const exponent = this.#exact.of(tree.exponent)
    if (exponent !== undefined && exponent.bottom === 1n) {
      const base = this.#at(tree.base, index)
      return base === undefined ? undefined : powerIn(base, exponent.top, point.prime)
    }
    if (exponent !== undefined) {
      // aⁿᐟᵏ is the n-th power of the unknown "k-th root of a".
      const root = hash61(`root(${this.key(tree.base)},${exponent.bottom})`, point.seed)
      return powerIn(root, exponent.top, point.prime)
    }
    // An exponent with unknowns counts as whole where it is one whatever they are; a base of zero has no such power that holds for all of them.
    const whole = integerExponent(tree.exponent, this.#exact, point)
    if (whole === undefined) return hash61(this.#atom(tree), point.seed)
    const base = this.#at(tree.base, index)
    return base === undefined || base === 0n ? undefined : powerModulo(base, whole, point.prime)
  }

  /** What names an unknown: its letters, or for a function, root or binder its own form. */
  #atom(tree: Tree): string {
    const known = this.#atoms.get(tree)
    if (known !== undefined) return known
    const atom = this.#makeAtom(tree)
    this.#effort.spend(atom.length / 8)
    this.#atoms.set(tree, atom)
    return atom
  }

  #makeAtom(tree: Tree): string {
    switch (tree.type) {
      case 'symbol':
        return tree.index === undefined ? tree.name : `${tree.name}_${this.key(tree.index)}`
      case 'constant':
        return `constant ${tree.name}`
      case 'root': {
        const index = this.#exact.of(tree.index)
        return `root(${this.key(tree.of)},${index?.bottom === 1n ? index.top : this.key(tree.index)})`
      }
      case 'binder':
        return this.#binderForm(tree)
      default:
        return this.#writtenForm(tree)
    }
  }

  /** Bounds in order, the bound variable renamed by how deep its binder stands, the body by its own key. */
  #binderForm(tree: BinderTree): string {
    const named = tree.operator === 'derivative' || (tree.operator === 'integral' && tree.lower === undefined)
    const size = countNodes(tree.body)
    this.#effort.spend(size * 4)
    // The name depends on the height of what is inside alone, so `∫ x dx` and `∫ t dt` are one form, and no two binders of one nest share a name.
    const fresh = `bound ${binderHeight(tree.body)}`
    const body =
      named || tree.variable === ''
        ? tree.body
        : substitute(tree.body, tree.variable, { type: 'symbol', name: fresh })
    const bounds = [tree.lower, tree.upper].map((bound) => (bound === undefined ? '' : this.key(bound)))
    return `${tree.operator}[${named ? tree.variable : ''}|${bounds.join('|')}](${this.key(body)})`
  }
}

function binderHeight(tree: Tree): number {
  const inner = Math.max(0, ...children(tree).map(binderHeight))
  return tree.type === 'binder' ? inner + 1 : inner
}

function quotient(top: bigint, bottom: bigint, prime: bigint): bigint | undefined {
  if (bottom === 1n) return modulo(top, prime)
  const inverted = inverse(bottom, prime)
  return inverted === undefined ? undefined : (modulo(top, prime) * inverted) % prime
}

function powerIn(base: bigint, exponent: bigint, prime: bigint): bigint | undefined {
  if (base === 0n) return exponent > 0n ? 0n : undefined
  // Fermat: exponents count modulo prime − 1.
  return powerModulo(base, modulo(exponent, prime - 1n), prime)
}

/** Whether unequal residues prove two trees different: no root, function, binder or i, and only polynomial exponents. */
export function residuesDecide(tree: Tree, exact: ExactValues): boolean {
  switch (tree.type) {
    case 'number':
      return true
    case 'symbol':
      return true
    case 'constant':
      return tree.name !== 'i'
    case 'sum':
    case 'product':
    case 'quotient':
    case 'negative':
      return exact.of(tree) !== undefined || children(tree).every((child) => residuesDecide(child, exact))
    case 'power': {
      if (exact.of(tree) !== undefined) return true
      if (!residuesDecide(tree.base, exact)) return false
      const exponent = exact.of(tree.exponent)
      // A broken exponent is a root, which is only a name here: √8 and 2√2 have different residues, which proves nothing.
      if (exponent !== undefined) return exponent.bottom === 1n
      return integerExponent(tree.exponent, exact, points[0] as Point) !== undefined
    }
    default:
      return exact.of(tree) !== undefined
  }
}

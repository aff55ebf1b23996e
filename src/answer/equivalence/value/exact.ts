/**
 * Layer "exact": rational values by integer arithmetic, never by tolerance.
 *
 * May decide: equal and different, for every expression it gives a value to.
 * May not: say anything where it gives none (a root that is not rational, an unknown, a value over the limits).
 */
import type { Effort } from '../effort.ts'
import { limits } from '../limits.ts'
import type { Tree } from '../syntax/tree.ts'
import { exactCall } from './exact-call.ts'
import {
  add,
  bitLength,
  divide,
  exactRoot,
  multiply,
  negate,
  one,
  type Rational,
  rational,
  zero,
} from './rational.ts'

/** Evaluates the trees of one answer, each node once. */
export class ExactValues {
  readonly #values = new Map<Tree, Rational | undefined>()
  readonly #effort: Effort

  constructor(effort: Effort) {
    this.#effort = effort
  }

  /** The rational value of a tree, or `undefined` where this layer gives none. */
  of(tree: Tree): Rational | undefined {
    if (tree.type === 'number') return tree.value
    if (this.#values.has(tree)) return this.#values.get(tree)
    const value = this.#evaluate(tree)
    const kept = value !== undefined && this.#fits(value) ? value : undefined
    this.#values.set(tree, kept)
    return kept
  }

  #fits(value: Rational): boolean {
    const top = bitLength(value.top)
    const bottom = bitLength(value.bottom)
    const smaller = Math.min(top, bottom)
    const larger = Math.max(top, bottom)
    // A product costs as the square of its length; a greatest common divisor, step by step, far more of the smaller side's.
    this.#effort.spend(1 + larger / 256 + (larger * larger) / 1e6 + (smaller * smaller) / 1024)
    return larger <= limits.exactBits && smaller <= limits.fractionBits
  }

  #evaluate(tree: Tree): Rational | undefined {
    switch (tree.type) {
      case 'sum':
        return this.#fold(tree.terms, zero, add)
      case 'product':
        return this.#fold(tree.factors, one, multiply)
      case 'negative': {
        const value = this.of(tree.of)
        return value === undefined ? undefined : negate(value)
      }
      case 'quotient': {
        const top = this.of(tree.top)
        const bottom = this.of(tree.bottom)
        return top === undefined || bottom === undefined ? undefined : divide(top, bottom)
      }
      case 'power': {
        const exponent = this.of(tree.exponent)
        if (exponent === undefined) return undefined
        const base = this.of(tree.base)
        if (base !== undefined) return power(base, exponent)
        return this.#powerOfRoot(tree.base, exponent)
      }
      case 'root': {
        const value = this.of(tree.of)
        const index = this.of(tree.index)
        if (value === undefined || index === undefined || index.top === 0n) return undefined
        const bits = bitLength(value.top)
        this.#effort.spend((bits * bits) / 2.5e5)
        return power(value, rational(index.bottom, index.top))
      }
      case 'call': {
        const args = tree.args.map((arg) => this.of(arg))
        this.#effort.spend(callCost(tree.name, args[0]))
        return args.every((arg) => arg !== undefined) ? exactCall(tree.name, args) : undefined
      }
      default:
        return undefined
    }
  }

  /** A left fold that stops where a part has no value or the running value grows over the limits. */
  #fold(
    parts: readonly Tree[],
    start: Rational,
    join: (a: Rational, b: Rational) => Rational,
  ): Rational | undefined {
    let total = start
    for (const part of parts) {
      const value = this.of(part)
      if (value === undefined) return undefined
      total = join(total, value)
      if (!this.#fits(total)) return undefined
    }
    return total
  }

  /** (ᵏ√a)ⁿ = aⁿᐟᵏ for a ≥ 0: roots that a power undoes stay exact. */
  #powerOfRoot(base: Tree, exponent: Rational): Rational | undefined {
    if (base.type !== 'root') return undefined
    const value = this.of(base.of)
    const index = this.of(base.index)
    if (value === undefined || index === undefined || value.top < 0n || index.top === 0n) return undefined
    return power(value, multiply(exponent, rational(index.bottom, index.top)))
  }
}

/** Steps of a function beyond those of its result: factorials and binomials grow with n, logarithms try many powers. */
function callCost(name: string, first: Rational | undefined): number {
  if (name === 'log') return 400
  if (first === undefined || (name !== 'factorial' && name !== 'binomial')) return 1
  return first.top > 0n && first.top <= BigInt(limits.binomial) ? Number(first.top) : 1
}

/** base ^ exponent where that is rational. Odd roots of negative numbers are the real ones. */
export function power(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.bottom !== 1n) {
    if (exponent.bottom > 1000n) return undefined
    const root = rootOf(base, Number(exponent.bottom))
    return root === undefined ? undefined : power(root, rational(exponent.top))
  }
  if (base.top === 0n) return exponent.top > 0n ? zero : undefined
  if (exponent.top === 0n) return one
  const size = exponent.top < 0n ? -exponent.top : exponent.top
  if (base.bottom === 1n && (base.top === 1n || base.top === -1n)) {
    return base.top === 1n || size % 2n === 0n ? one : base
  }
  const bits = Math.max(bitLength(base.top), bitLength(base.bottom)) - 1
  if (size * BigInt(Math.max(1, bits)) > BigInt(limits.exactBits)) return undefined
  // Powers of a fraction in lowest terms are in lowest terms.
  const raised = { top: base.top ** size, bottom: base.bottom ** size }
  if (exponent.top > 0n) return raised
  return raised.top < 0n
    ? { top: -raised.bottom, bottom: -raised.top }
    : { top: raised.bottom, bottom: raised.top }
}

function rootOf(value: Rational, index: number): Rational | undefined {
  const negative = value.top < 0n
  if (negative && index % 2 === 0) return undefined
  const top = exactRoot(negative ? -value.top : value.top, index)
  const bottom = exactRoot(value.bottom, index)
  if (top === undefined || bottom === undefined) return undefined
  return { top: negative ? -top : top, bottom }
}

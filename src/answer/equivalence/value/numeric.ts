/**
 * Layer "numeric": complex doubles at fixed points, with a running bound on the rounding error.
 *
 * May decide: equal, where all finite points agree within rounding and at least two are finite (one for a constant);
 * different, where any finite point does not.
 * Floors, ceilings and signs of unknowns are unknowns of their own here: points say nothing of their edges.
 * May not: tell numbers apart that differ by less than double precision. Values with more exact digits than a double
 * holds are therefore never joined here.
 */
import { limits } from '../limits.ts'
import { children, nameOf, type Tree } from '../syntax/tree.ts'
import {
  agreement,
  type Complex,
  complex,
  integerPower,
  isReal,
  isUsable,
  minus,
  over,
  plus,
  raised,
  squareRoot,
  times,
} from './complex.ts'
import { branching, unaryFunctions } from './complex-functions.ts'
import type { ExactValues } from './exact.ts'
import { hash64 } from './field.ts'
import { bitLength, toDouble } from './rational.ts'
import type { Residues } from './residues.ts'

/**
 * Two points with unknowns above 1 and two with unknowns between 0 and 1, for `min(k, 1)` and its like are other functions
 * there; two with signs mixed; then one far out on either side, for `|x + 100|` is x + 100 near by.
 */
const samplePoints: readonly SamplePoint[] = [
  { seed: 11, from: 1.25, to: 3.25, signs: 'plus' },
  { seed: 12, from: 0.15, to: 0.85, signs: 'plus' },
  { seed: 13, from: 1.25, to: 3.25, signs: 'plus' },
  { seed: 14, from: 0.15, to: 0.85, signs: 'plus' },
  { seed: 15, from: 1.25, to: 3.25, signs: 'mixed' },
  { seed: 16, from: 0.15, to: 0.85, signs: 'mixed' },
  { seed: 17, from: 2_000, to: 9_000, signs: 'plus' },
  { seed: 18, from: 2_000, to: 9_000, signs: 'minus' },
]

/** Where unknowns take their values: a range, and the signs they have. */
interface SamplePoint {
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly signs: 'plus' | 'minus' | 'mixed'
}

/** The values of one expression at the points; `undefined` where it has none there. A constant has one entry. */
export type Signature = readonly (Complex | undefined)[]

/** The numeric signature of a tree. */
export function signatureOf(tree: Tree, exact: ExactValues, residues: Residues): Signature {
  const evaluator = new Evaluator(exact, residues)
  const [first] = samplePoints
  if (first !== undefined && isConstant(tree)) return [usable(evaluator.at(tree, first))]
  return samplePoints.map((point) => {
    evaluator.reset()
    const value = usable(evaluator.at(tree, point))
    return point.signs !== 'plus' && evaluator.leftReals ? undefined : value
  })
}

/** Whether two signatures are those of one value. */
export function signaturesAgree(a: Signature, b: Signature): boolean {
  if (a.length === 1 && b.length === 1)
    return a[0] !== undefined && b[0] !== undefined && agreement(a[0], b[0]) === 'same'
  let compared = 0
  for (let index = 0; index < samplePoints.length; index++) {
    const [x, y] = [a.length === 1 ? a[0] : a[index], b.length === 1 ? b[0] : b[index]]
    if (x === undefined || y === undefined) continue
    const verdict = agreement(x, y)
    if (verdict === 'different') return false
    if (verdict === 'same') compared++
  }
  return compared >= 2
}

function usable(value: Complex | undefined): Complex | undefined {
  return value !== undefined && isUsable(value) ? value : undefined
}

/** Whether a tree holds no unknown, binder or function that is not known. */
function isConstant(tree: Tree): boolean {
  const stack = [tree]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.type === 'symbol' || next.type === 'binder') return false
    stack.push(...children(next))
  }
  return true
}

/** Functions that take few values. */
const steps = new Set(['floor', 'ceil', 'sign'])

/** Whether a double holds every digit of an integer. */
function isHeldByDouble(integer: bigint): boolean {
  const bits = bitLength(integer)
  return bits <= 53 || (bits < 1000 && BigInt(Number(integer)) === integer)
}

class Evaluator {
  readonly #exact: ExactValues
  readonly #residues: Residues
  #steps = 0
  /** Whether a root or logarithm of a negative real was taken since the last reset. */
  leftReals = false

  constructor(exact: ExactValues, residues: Residues) {
    this.#exact = exact
    this.#residues = residues
  }

  reset(): void {
    this.leftReals = false
  }

  at(tree: Tree, point: SamplePoint): Complex | undefined {
    if (++this.#steps > limits.numericSteps) return undefined
    const exact = this.#exact.of(tree)
    if (exact !== undefined) {
      const value = toDouble(exact)
      if (Number.isSafeInteger(value) && exact.bottom === 1n) return complex(value, 0, 0)
      // Digits that a double cannot hold are lost: √(10²⁰ + 1) must not look like 10¹⁰.
      const isHeld = isHeldByDouble(exact.top) && isHeldByDouble(exact.bottom)
      return isHeld ? complex(value) : complex(value, 0, Number.POSITIVE_INFINITY)
    }
    switch (tree.type) {
      case 'symbol':
        return unknown(
          tree.index === undefined ? nameOf(tree) : `${tree.name}_${this.#residues.key(tree.index)}`,
          point,
        )
      case 'constant':
        return tree.name === 'i' ? complex(0, 1, 0) : complex(tree.name === 'pi' ? Math.PI : Math.E)
      case 'sum':
        return this.#fold(tree.terms, complex(0, 0, 0), plus, point)
      case 'product':
        return this.#fold(tree.factors, complex(1, 0, 0), times, point)
      case 'negative': {
        const value = this.at(tree.of, point)
        return value === undefined ? undefined : minus(value)
      }
      case 'quotient': {
        const top = this.at(tree.top, point)
        const bottom = this.at(tree.bottom, point)
        return top === undefined || bottom === undefined ? undefined : over(top, bottom)
      }
      case 'power':
        return this.#power(tree.base, tree.exponent, point)
      case 'root': {
        const index = this.#exact.of(tree.index)
        if (index !== undefined && index.bottom === 1n)
          return this.#root(this.at(tree.of, point), Number(index.top))
        const order = this.at(tree.index, point)
        const exponent = order === undefined ? undefined : over(complex(1, 0, 0), order)
        const of = this.at(tree.of, point)
        return of === undefined || exponent === undefined ? undefined : this.#raise(of, exponent)
      }
      case 'call':
        return this.#call(tree, point)
      case 'binder':
        return unknown(this.#residues.key(tree), point)
      default:
        return undefined
    }
  }

  #fold(
    parts: readonly Tree[],
    start: Complex,
    join: (a: Complex, b: Complex) => Complex,
    point: SamplePoint,
  ) {
    let total: Complex = start
    for (const part of parts) {
      const value = this.at(part, point)
      if (value === undefined) return undefined
      total = join(total, value)
    }
    return total
  }

  #power(baseTree: Tree, exponentTree: Tree, point: SamplePoint): Complex | undefined {
    const base = this.at(baseTree, point)
    if (base === undefined) return undefined
    const exact = this.#exact.of(exponentTree)
    if (exact !== undefined && exact.bottom === 1n) {
      const n = Number(exact.top)
      return Math.abs(n) <= 1000 ? integerPower(base, n) : raised(base, complex(n, 0, 0))
    }
    if (exact !== undefined && exact.bottom < 1000n) {
      const root = this.#root(base, Number(exact.bottom))
      return root === undefined ? undefined : integerPower(root, Number(exact.top))
    }
    const exponent = this.at(exponentTree, point)
    return exponent === undefined ? undefined : this.#raise(base, exponent)
  }

  #raise(base: Complex, exponent: Complex): Complex | undefined {
    if (isReal(base) && base.re < 0) this.leftReals = true
    return raised(base, exponent)
  }

  /** Even roots are principal ones; odd roots of negative reals are real. */
  #root(of: Complex | undefined, order: number): Complex | undefined {
    if (of === undefined || order === 0) return undefined
    if (order === 2) {
      if (isReal(of) && of.re < -4 * of.error) this.leftReals = true
      return squareRoot(of)
    }
    if (isReal(of) && of.re < 0 && order % 2 !== 0) {
      const root = raised(minus(of), complex(1 / order))
      return root === undefined ? undefined : minus(root)
    }
    if (isReal(of) && of.re < 0) this.leftReals = true
    return raised(of, complex(1 / order))
  }

  #call(tree: Extract<Tree, { type: 'call' }>, point: SamplePoint): Complex | undefined {
    const args: Complex[] = []
    for (const arg of tree.args) {
      const value = this.at(arg, point)
      if (value === undefined) return undefined
      args.push(value)
    }
    // Steps are flat but for their edges: agreement at points says nothing of them.
    if (steps.has(tree.name) && !isConstant(tree)) return unknown(this.#residues.key(tree), point)
    const [first, second] = args
    const unary = Object.hasOwn(unaryFunctions, tree.name) ? unaryFunctions[tree.name] : undefined
    if (unary !== undefined && first !== undefined && args.length === 1) {
      const value = unary(first)
      if (branching.has(tree.name) && isReal(first) && value !== undefined && !isReal(value))
        this.leftReals = true
      return value
    }
    if (tree.name === 'log' && first !== undefined && second !== undefined) {
      const [top, bottom] = [unaryFunctions['ln']?.(first), unaryFunctions['ln']?.(second)]
      if (isReal(first) && first.re < 0) this.leftReals = true
      return top === undefined || bottom === undefined ? undefined : over(top, bottom)
    }
    if ((tree.name === 'max' || tree.name === 'min') && args.every(isReal)) {
      const values = args.map((arg) => arg.re)
      const best = tree.name === 'max' ? Math.max(...values) : Math.min(...values)
      return args.find((arg) => arg.re === best)
    }
    if (tree.name === 'binomial') return this.#binomial(args)
    return unknown(this.#residues.key(tree), point)
  }

  #binomial(args: readonly Complex[]): Complex | undefined {
    const [n, k] = args
    const factorial = unaryFunctions['factorial']
    if (n === undefined || k === undefined || factorial === undefined) return undefined
    const [top, left, right] = [factorial(n), factorial(k), factorial(plus(n, minus(k)))]
    return top === undefined || left === undefined || right === undefined
      ? undefined
      : over(top, times(left, right))
  }
}

/** A fixed number for a name at a point, in the point's range; with a sign where the point has signs. */
function unknown(name: string, point: SamplePoint): Complex {
  const [high, low] = hash64(name, point.seed)
  const value = point.from + (high / 2 ** 32) * (point.to - point.from)
  const isNegative = point.signs === 'minus' || (point.signs === 'mixed' && (low & 1) === 1)
  return complex(isNegative ? -value : value)
}

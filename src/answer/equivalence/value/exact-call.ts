import { limits } from '../limits.ts'
import {
  absolute,
  bitLength,
  compare,
  divide,
  floor,
  greatestCommonDivisor,
  type Rational,
  rational,
} from './rational.ts'

/**
 * The exact value of a function of rationals, or `undefined`: unknown function, value not rational, or over the limits.
 *
 * @param name - The function's name in a tree (`abs`, `factorial`, `log` with its base second …).
 */
export function exactCall(name: string, args: readonly Rational[]): Rational | undefined {
  const [first, second] = args
  if (first === undefined) return undefined
  switch (name) {
    case 'abs':
      return absolute(first)
    case 'floor':
      return rational(floor(first))
    case 'ceil':
      return rational(-floor({ top: -first.top, bottom: first.bottom }))
    case 'factorial':
      return factorial(first)
    case 'max':
      return args.reduce((best, arg) => (compare(arg, best) > 0 ? arg : best))
    case 'min':
      return args.reduce((best, arg) => (compare(arg, best) < 0 ? arg : best))
    case 'gcd':
      return wholes(args, (a, b) => (a === 0n && b === 0n ? 0n : greatestCommonDivisor(a, b)))
    case 'lcm':
      return wholes(args, (a, b) => {
        const product = a * b
        return (product < 0n ? -product : product) / greatestCommonDivisor(a, b)
      })
    default:
      return second === undefined || args.length !== 2 ? undefined : exactPair(name, first, second)
  }
}

function exactPair(name: string, first: Rational, second: Rational): Rational | undefined {
  switch (name) {
    case 'binomial':
      return binomial(first, second)
    case 'mod': {
      const quotient = divide(first, second)
      if (quotient === undefined) return undefined
      const whole = rational(floor(quotient))
      return rational(
        first.top * second.bottom - whole.top * second.top * first.bottom,
        first.bottom * second.bottom,
      )
    }
    case 'log':
      return logarithm(first, second)
    default:
      return undefined
  }
}

function wholes(args: readonly Rational[], join: (a: bigint, b: bigint) => bigint): Rational | undefined {
  if (args.some((arg) => arg.bottom !== 1n || bitLength(arg.top) > limits.fractionBits)) return undefined
  const result = args.map((arg) => arg.top).reduce(join)
  return rational(result < 0n ? -result : result)
}

function factorial(of: Rational): Rational | undefined {
  if (of.bottom !== 1n || of.top < 0n || of.top > BigInt(limits.factorial)) return undefined
  return rational(productOf(1n, of.top))
}

function binomial(upper: Rational, lower: Rational): Rational | undefined {
  if (upper.bottom !== 1n || lower.bottom !== 1n || upper.top < 0n) return undefined
  if (upper.top > BigInt(limits.binomial)) return undefined
  if (lower.top < 0n || lower.top > upper.top) return rational(0n)
  const picks = lower.top * 2n > upper.top ? upper.top - lower.top : lower.top
  return rational(productOf(upper.top - picks + 1n, upper.top) / productOf(1n, picks))
}

/** from · (from + 1) · … · to, by halves, so that the factors of each multiplication are of one length. */
function productOf(from: bigint, to: bigint): bigint {
  if (to < from) return 1n
  if (to - from < 8n) {
    let product = from
    for (let factor = from + 1n; factor <= to; factor++) product *= factor
    return product
  }
  const middle = (from + to) / 2n
  return productOf(from, middle) * productOf(middle + 1n, to)
}

/** log of a rational power of the base, tried up to the exponents that occur in answers. */
function logarithm(of: Rational, base: Rational): Rational | undefined {
  if (bitLength(of.top) + bitLength(of.bottom) > limits.fractionBits) return undefined
  if (of.top <= 0n || base.top <= 0n || (base.top === 1n && base.bottom === 1n)) return undefined
  for (let bottom = 1n; bottom <= 4n; bottom++) {
    const wanted = { top: of.top ** bottom, bottom: of.bottom ** bottom }
    const up = exponentOf(wanted, base)
    if (up !== undefined) return rational(up, bottom)
    const down = exponentOf(wanted, { top: base.bottom, bottom: base.top })
    if (down !== undefined) return rational(-down, bottom)
  }
  return undefined
}

/** n ≥ 0 with baseⁿ = wanted, up to 200. */
function exponentOf(wanted: Rational, base: Rational): bigint | undefined {
  let top = 1n
  let bottom = 1n
  for (let exponent = 0n; exponent <= 200n; exponent++) {
    if (top === wanted.top && bottom === wanted.bottom) return exponent
    if (top > wanted.top || bottom > wanted.bottom) return undefined
    top *= base.top
    bottom *= base.bottom
  }
  return undefined
}

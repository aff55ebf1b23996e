import {
  type Complex,
  complex,
  exponential,
  isReal,
  logarithm,
  mapped,
  minus,
  over,
  plus,
  size,
  squareRoot,
  times,
} from './complex.ts'

const i = complex(0, 1, 0)
const one = complex(1, 0, 0)
const half = complex(0.5, 0, 0)

type Unary = (a: Complex) => Complex | undefined

/**
 * Below this, sin x, tan x, arctan x and their kin differ from x by less than doubles can be trusted with (x³/6), and are not told
 * from it.
 */
const leastArgument = 1e-5

/** A function that is nearly its argument close to zero: there it has no value that could be compared. */
const unlikeArgument =
  (of: Unary): Unary =>
  (a) => {
    const value = of(a)
    const isNear = size(a) < leastArgument && size(a) > 4 * a.error
    return value !== undefined && isNear ? { ...value, error: Number.POSITIVE_INFINITY } : value
  }

function sine(a: Complex): Complex {
  const slope = Math.cosh(a.im)
  // What sin repeats says nothing of its argument: its reach is that of the argument where it is small.
  if (isReal(a)) return mapped(Math.sin(a.re), 0, 1, a)
  return mapped(Math.sin(a.re) * Math.cosh(a.im), Math.cos(a.re) * Math.sinh(a.im), slope, a)
}

function cosine(a: Complex): Complex {
  if (isReal(a)) return mapped(Math.cos(a.re), 0, 1, a, Math.abs(a.re) < 1 ? Math.abs(Math.sin(a.re)) : 1)
  return mapped(Math.cos(a.re) * Math.cosh(a.im), -Math.sin(a.re) * Math.sinh(a.im), Math.cosh(a.im), a)
}

function hyperbolicSine(a: Complex): Complex {
  return times(half, plus(exponential(a), minus(exponential(minus(a)))))
}

function hyperbolicCosine(a: Complex): Complex {
  return times(half, plus(exponential(a), exponential(minus(a))))
}

/** asin z = −i·log(iz + √(1 − z²)); real inside [−1, 1]. */
function arcSine(a: Complex): Complex | undefined {
  if (isReal(a) && Math.abs(a.re) <= 1) {
    // The slope is infinite at ±1; there the error grows as a square root.
    const room = 1 - a.re * a.re
    const value = Math.asin(a.re)
    if (room <= 4 * a.error) return complex(value, 0, Math.sqrt(2 * a.error) + 4e-16, a.reach)
    return mapped(value, 0, 1 / Math.sqrt(room), a)
  }
  const log = logarithm(plus(times(i, a), squareRoot(plus(one, minus(times(a, a))))))
  return log === undefined ? undefined : times(minus(i), log)
}

function arcCosine(a: Complex): Complex | undefined {
  const sine = arcSine(a)
  return sine === undefined ? undefined : plus(complex(Math.PI / 2), minus(sine))
}

function arcTangent(a: Complex): Complex | undefined {
  if (isReal(a)) return mapped(Math.atan(a.re), 0, 1, a, 1 / (1 + a.re * a.re))
  const ratio = over(plus(one, times(i, a)), plus(one, minus(times(i, a))))
  const log = ratio === undefined ? undefined : logarithm(ratio)
  return log === undefined ? undefined : times(complex(0, -0.5, 0), log)
}

/** asinh z = log(z + √(z² + 1)). */
function areaSine(a: Complex): Complex | undefined {
  return logarithm(plus(a, squareRoot(plus(times(a, a), one))))
}

/** acosh z = log(z + √(z − 1)·√(z + 1)). */
function areaCosine(a: Complex): Complex | undefined {
  return logarithm(plus(a, times(squareRoot(plus(a, minus(one))), squareRoot(plus(a, one)))))
}

function areaTangent(a: Complex): Complex | undefined {
  const ratio = over(plus(one, a), plus(one, minus(a)))
  const log = ratio === undefined ? undefined : logarithm(ratio)
  return log === undefined ? undefined : times(half, log)
}

/** 1 / f. */
const reciprocal =
  (of: Unary): Unary =>
  (a) => {
    const value = of(a)
    return value === undefined ? undefined : over(one, value)
  }

/** f(1 / z): arcsec from arccos and the like. */
const ofReciprocal =
  (of: Unary): Unary =>
  (a) => {
    const inner = over(one, a)
    return inner === undefined ? undefined : of(inner)
  }

const ratioOf =
  (top: Unary, bottom: Unary): Unary =>
  (a) => {
    const [x, y] = [top(a), bottom(a)]
    return x === undefined || y === undefined ? undefined : over(x, y)
  }

/** Γ(a) for real a > 0 by Lanczos (g = 7, n = 9; Press et al., Numerical Recipes), to about 1e-14. */
function gamma(a: Complex): Complex | undefined {
  if (!isReal(a) || a.re <= 0 || a.re > 150) return undefined
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  const x = a.re - 1
  const sum = coefficients.reduce(
    (total, value, index) => (index === 0 ? value : total + value / (x + index)),
    0,
  )
  const t = x + 7.5
  const value = Math.sqrt(2 * Math.PI) * t ** (x + 0.5) * Math.exp(-t) * sum
  return complex(value, 0, value * (2e-13 + a.error * Math.log(t + 2)), a.reach)
}

/** Functions of one complex number, by their name in a tree. */
export const unaryFunctions: Readonly<Record<string, Unary>> = {
  sin: unlikeArgument(sine),
  cos: cosine,
  tan: unlikeArgument(ratioOf(sine, cosine)),
  cot: ratioOf(cosine, sine),
  sec: reciprocal(cosine),
  csc: reciprocal(sine),
  asin: unlikeArgument(arcSine),
  acos: arcCosine,
  atan: unlikeArgument(arcTangent),
  acot: ofReciprocal(arcTangent),
  asec: ofReciprocal(arcCosine),
  acsc: ofReciprocal(arcSine),
  sinh: unlikeArgument(hyperbolicSine),
  cosh: hyperbolicCosine,
  tanh: unlikeArgument(ratioOf(hyperbolicSine, hyperbolicCosine)),
  coth: ratioOf(hyperbolicCosine, hyperbolicSine),
  sech: reciprocal(hyperbolicCosine),
  csch: reciprocal(hyperbolicSine),
  asinh: unlikeArgument(areaSine),
  acosh: areaCosine,
  atanh: unlikeArgument(areaTangent),
  exp: exponential,
  ln: logarithm,
  abs: (a) => complex(size(a), 0, a.error, a.reach),
  gamma,
  factorial: (a) => gamma(plus(a, one)),
  re: (a) => complex(a.re, 0, a.error, a.reach),
  im: (a) => complex(a.im, 0, a.error, a.reach),
  conj: (a) => ({ ...a, im: a.im === 0 ? 0 : -a.im }),
  sign: (a) => (isReal(a) && Math.abs(a.re) > 4 * a.error ? complex(Math.sign(a.re), 0, 0) : undefined),
  floor: (a) => whole(a, Math.floor(a.re)),
  ceil: (a) => whole(a, Math.ceil(a.re)),
}

/** A rounded value, unless the argument cannot be told from an integer. */
function whole(a: Complex, value: number): Complex | undefined {
  if (!isReal(a) || Math.abs(a.re - Math.round(a.re)) <= 4 * a.error) return undefined
  return complex(value, 0, 0)
}

/** Functions that leave the real numbers for some real arguments: their branch must not decide anything there. */
export const branching: ReadonlySet<string> = new Set([
  'ln',
  'asin',
  'acos',
  'acosh',
  'atanh',
  'asec',
  'acsc',
])

/**
 * A complex double with a bound on its rounding error, so that "equal within rounding" needs no chosen epsilon:
 * cancellation shows as an error as large as the value.
 */
export interface Complex {
  readonly re: number
  readonly im: number
  /** Bound on the absolute error; infinite where a part was too small to be seen beside another (1e98 + 1). */
  readonly error: number
  /**
   * How much of the value, relatively, the part that counts least in it can move: 1 for a number or an unknown, 2⁻⁶⁰ for sixty roots
   * within each other. Where it is small, points say nothing of that part.
   */
  readonly reach: number
}

/** Relative error of one operation, generous: library functions are good to a few units in the last place. */
const unit = 4e-16

/** A value known to within rounding. */
export function complex(
  re: number,
  im = 0,
  error = unit * (Math.abs(re) + Math.abs(im)),
  reach = 1,
): Complex {
  return { re, im, error, reach }
}

export function size(a: Complex): number {
  return a.im === 0 ? Math.abs(a.re) : Math.hypot(a.re, a.im)
}

export function isReal(a: Complex): boolean {
  return a.im === 0
}

function rounded(re: number, im: number, error: number, reach: number): Complex {
  return { re, im, error: error + unit * (Math.abs(re) + Math.abs(im)), reach: Math.min(1, reach) }
}

/** A part this small beside the other is lost in the sum, and two sums that differ by it look equal. */
const lost = 1e-13

export function plus(a: Complex, b: Complex): Complex {
  const [sizeA, sizeB] = [size(a), size(b)]
  const smaller = Math.min(sizeA, sizeB)
  if (smaller > 0 && smaller < lost * Math.max(sizeA, sizeB)) return { ...a, error: Number.POSITIVE_INFINITY }
  const sum = rounded(a.re + b.re, a.im + b.im, a.error + b.error, 1)
  // A part counts by its share of the sum; where the parts cancel, it counts for more than all of it.
  const total = size(sum)
  const share = (part: Complex, size: number) => (size === 0 || total === 0 ? 1 : (part.reach * size) / total)
  return { ...sum, reach: Math.min(1, share(a, sizeA), share(b, sizeB)) }
}

export function minus(a: Complex): Complex {
  return { ...a, re: -a.re, im: a.im === 0 ? 0 : -a.im }
}

export function times(a: Complex, b: Complex): Complex {
  const error = a.error * (size(b) + b.error) + b.error * size(a)
  const reach = Math.min(a.reach, b.reach)
  if (a.im === 0 && b.im === 0) return rounded(a.re * b.re, 0, error, reach)
  return rounded(
    a.re * b.re - a.im * b.im,
    a.re * b.im + a.im * b.re,
    error + unit * size(a) * size(b),
    reach,
  )
}

/** a / b, or `undefined` where b is not told from 0. */
export function over(a: Complex, b: Complex): Complex | undefined {
  const sizeB = size(b)
  if (sizeB <= 4 * b.error) return undefined
  const error = (a.error + (b.error * size(a)) / sizeB) / (sizeB - b.error)
  const reach = Math.min(a.reach, b.reach)
  if (a.im === 0 && b.im === 0) return rounded(a.re / b.re, 0, error, reach)
  const norm = b.re * b.re + b.im * b.im
  return rounded(
    (a.re * b.re + a.im * b.im) / norm,
    (a.im * b.re - a.re * b.im) / norm,
    error + unit * (size(a) / sizeB),
    reach,
  )
}

/**
 * A function value with the error that its slope carries over: |f′| · error.
 *
 * @param slope - A bound on |f′| near the argument.
 * @param actual - |f′| at the argument, where the bound is far from it.
 */
export function mapped(re: number, im: number, slope: number, of: Complex, actual = slope): Complex {
  const value = Math.hypot(re, im)
  const reach = value === 0 ? 1 : (of.reach * actual * size(of)) / value
  return rounded(re, im, slope * of.error, reach)
}

export function exponential(a: Complex): Complex {
  const scale = Math.exp(a.re)
  const growth = scale * (1 + Math.abs(a.re) * unit)
  if (a.im === 0) return mapped(scale, 0, growth, a)
  return mapped(scale * Math.cos(a.im), scale * Math.sin(a.im), growth, a)
}

/** Principal logarithm, or `undefined` at 0. */
export function logarithm(a: Complex): Complex | undefined {
  const magnitude = size(a)
  if (magnitude <= 4 * a.error) return undefined
  return mapped(Math.log(magnitude), Math.atan2(a.im, a.re), 1 / (magnitude - a.error), a)
}

export function squareRoot(a: Complex): Complex {
  const magnitude = size(a)
  const slope = magnitude > 4 * a.error ? 0.5 / Math.sqrt(magnitude - a.error) : 0
  const error = slope === 0 ? Math.sqrt(a.error + magnitude) : slope * a.error
  const reach = a.reach / 2
  if (a.im === 0 && a.re >= 0) return rounded(Math.sqrt(a.re), 0, error, reach)
  if (a.im === 0) return rounded(0, Math.sqrt(-a.re), error, reach)
  const re = Math.sqrt((magnitude + a.re) / 2)
  const im = Math.sign(a.im) * Math.sqrt((magnitude - a.re) / 2)
  return rounded(re, im, error + unit * Math.sqrt(magnitude), reach)
}

/** Principal power a ^ b. */
export function raised(a: Complex, b: Complex): Complex | undefined {
  if (a.im === 0 && a.re > 0 && b.im === 0) {
    const value = a.re ** b.re
    const relative = Math.abs(b.re) * (a.error / a.re) + Math.abs(Math.log(a.re)) * b.error
    const log = Math.abs(Math.log(a.re))
    const reach = Math.min(a.reach * Math.abs(b.re), log === 0 ? 1 : b.reach * Math.abs(b.re) * log)
    return rounded(value, 0, Math.abs(value) * (relative + unit * Math.abs(b.re)), reach)
  }
  const log = logarithm(a)
  return log === undefined ? undefined : exponential(times(log, b))
}

/** a ^ n for an integer n, by squaring. */
export function integerPower(a: Complex, n: number): Complex | undefined {
  if (n < 0) {
    const positive = integerPower(a, -n)
    return positive === undefined ? undefined : over(complex(1, 0, 0), positive)
  }
  let result = complex(1, 0, 0)
  let square = a
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, square)
    if (rest > 1) square = times(square, square)
  }
  return result
}

/** A part that counts for less than this cannot be told from another one by values that agree to 1e-9 at worst. */
const leastReach = 1e-10

/** Whether a value can be compared: finite, and its error far below it or below anything an answer would write. */
export function isUsable(a: Complex): boolean {
  if (!Number.isFinite(a.re) || !Number.isFinite(a.im) || !Number.isFinite(a.error)) return false
  return a.reach >= leastReach && a.error <= 1e-9 * Math.max(1, size(a))
}

/**
 * Whether two values are one within their rounding errors; `open` where these are too large to tell.
 *
 * The tolerance never passes 1e-9 of the larger value, or 1e-9 where both are rounding noise about zero: a value that stands out of its
 * own error and is known to a few digits only, as ln(1 + 10⁻¹²), is one with nothing.
 */
export function agreement(a: Complex, b: Complex): 'same' | 'different' | 'open' {
  const difference = Math.hypot(a.re - b.re, a.im - b.im)
  const scale = Math.max(size(a), size(b))
  const tolerance = 4 * (a.error + b.error) + 1e-14 * scale
  if (difference > tolerance) return 'different'
  const isTold = tolerance <= 1e-9 * scale || (tolerance <= 1e-9 && isNoise(a) && isNoise(b))
  return isTold ? 'same' : 'open'
}

/** Whether a value cannot be told from zero. */
function isNoise(a: Complex): boolean {
  return size(a) <= 4 * a.error
}

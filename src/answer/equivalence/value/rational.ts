/** An exact fraction in lowest terms, denominator positive. */
export interface Rational {
  readonly top: bigint
  readonly bottom: bigint
}

/** The fraction `top / bottom` in lowest terms. `bottom` must not be zero. */
export function rational(top: bigint, bottom: bigint = 1n): Rational {
  if (bottom === 1n) return { top, bottom }
  const sign = bottom < 0n ? -1n : 1n
  const divisor = greatestCommonDivisor(top, bottom) * sign
  return { top: top / divisor, bottom: bottom / divisor }
}

export const zero = rational(0n)
export const one = rational(1n)

/** The greatest common divisor, never negative; of 0 and 0 it is 1, so that it can always divide. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}

/** a + b. */
export function add(a: Rational, b: Rational): Rational {
  if (a.bottom === 1n && b.bottom === 1n) return rational(a.top + b.top)
  return rational(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
}

/** a · b. */
export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.top * b.top, a.bottom * b.bottom)
}

/** −a. */
export function negate(a: Rational): Rational {
  return { top: -a.top, bottom: a.bottom }
}

/** a − b. */
export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b))
}

/** a / b, or `undefined` where b is 0. */
export function divide(a: Rational, b: Rational): Rational | undefined {
  return b.top === 0n ? undefined : rational(a.top * b.bottom, a.bottom * b.top)
}

/** Less than, equal or greater: −1, 0 or 1. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.top * b.bottom - b.top * a.bottom
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** |a|. */
export function absolute(a: Rational): Rational {
  return a.top < 0n ? negate(a) : a
}

/** The greatest integer not above a. */
export function floor(a: Rational): bigint {
  const quotient = a.top / a.bottom
  return a.top < 0n && quotient * a.bottom !== a.top ? quotient - 1n : quotient
}

/** How many bits the magnitude of an integer takes. */
export function bitLength(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16)
  return hex === '0' ? 0 : (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)))
}

/** The nearest double; infinite where it is out of range. */
export function toDouble(a: Rational): number {
  const topBits = bitLength(a.top)
  const bottomBits = bitLength(a.bottom)
  if (topBits < 1000 && bottomBits < 1000) return Number(a.top) / Number(a.bottom)
  // Both sides are scaled to 64 bits first: a quotient of two infinities would not be a number.
  const topShift = BigInt(Math.max(0, topBits - 64))
  const bottomShift = BigInt(Math.max(0, bottomBits - 64))
  const quotient = Number(a.top >> topShift) / Number(a.bottom >> bottomShift)
  return quotient * 2 ** Number(topShift - bottomShift)
}

/** The key of a fraction: hexadecimal, because decimal output of long integers is quadratic. */
export function rationalKey(a: Rational): string {
  return a.bottom === 1n ? a.top.toString(16) : `${a.top.toString(16)}/${a.bottom.toString(16)}`
}

/** Reads `12`, `.5`, `3.25`; digits and at most one point. */
export function rationalOfDecimal(text: string): Rational {
  const point = text.indexOf('.')
  if (point < 0) return rational(BigInt(text))
  const decimals = text.length - point - 1
  const digits = text.slice(0, point) + text.slice(point + 1)
  return rational(BigInt(digits === '' ? '0' : digits), 10n ** BigInt(decimals))
}

/** The integer `k`-th root of `value` ≥ 0 where it is exact, else `undefined`. */
export function exactRoot(value: bigint, k: number): bigint | undefined {
  if (value < 2n) return value
  const bits = bitLength(value)
  if (k >= bits) return undefined
  // Newton's method on integers, from above.
  const order = BigInt(k)
  let guess = 1n << BigInt(Math.ceil(bits / k))
  for (;;) {
    const next = ((order - 1n) * guess + value / guess ** (order - 1n)) / order
    if (next >= guess) break
    guess = next
  }
  return guess ** order === value ? guess : undefined
}

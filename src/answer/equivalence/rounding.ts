import type { Shape } from './structure/shape.ts'
import {
  absolute,
  add,
  compare,
  multiply,
  type Rational,
  rational,
  subtract,
  toDouble,
} from './value/rational.ts'
import type { Scalar } from './value/scalar.ts'

/**
 * The anchor rule: a decimal belongs to a value when it is that value rounded or cut off at its own last digit. Never a
 * distance, never between two exact values.
 */
export function isRoundingOf(decimal: Scalar, value: Scalar, leastDigits: number): boolean {
  const form = decimal.decimal
  if (form === undefined || form.digits < leastDigits || decimal.exact === undefined) return false
  // "21.0" is how programs print 21, and rounds nothing.
  if (decimal.exact.bottom === 1n) return false
  // A value written with as many decimals or fewer is no finer than the decimal itself.
  if (value.decimal !== undefined && compare(value.decimal.lastPlace, form.lastPlace) >= 0) return false
  if (value.exact !== undefined) return roundsExactly(decimal.exact, value.exact, form.lastPlace)
  const real = value.real
  return real !== undefined && roundsNearly(toDouble(decimal.exact), real, toDouble(form.lastPlace))
}

const half = rational(1n, 2n)

function roundsExactly(decimal: Rational, value: Rational, lastPlace: Rational): boolean {
  if (compare(decimal, value) === 0) return true
  const distance = absolute(subtract(value, decimal))
  if (compare(distance, multiply(half, lastPlace)) <= 0) return true
  const sameSide = decimal.top < 0n === value.top < 0n
  return sameSide && isCutOff(absolute(decimal), absolute(value), lastPlace)
}

function isCutOff(decimal: Rational, value: Rational, lastPlace: Rational): boolean {
  return compare(decimal, value) <= 0 && compare(value, add(decimal, lastPlace)) < 0
}

/** The same with a double for the value; 1e-12 of it for its own rounding. */
function roundsNearly(decimal: number, value: number, lastPlace: number): boolean {
  const slack = 1e-12 * Math.abs(value)
  if (Math.abs(value - decimal) <= lastPlace / 2 + slack) return true
  const beyond = Math.abs(value) - Math.abs(decimal)
  return Math.sign(value) === Math.sign(decimal) && beyond >= -slack && beyond < lastPlace + slack
}

/** The form of an answer with its values taken out, and the values in a fixed order. */
export interface Skeleton {
  readonly form: string
  readonly scalars: readonly Scalar[]
}

/** Values of a list or set stand in the order of their size, so that two lists can be laid side by side. */
export function skeletonOf(shape: Shape): Skeleton | undefined {
  switch (shape.type) {
    case 'scalar':
      return { form: 'x', scalars: [shape.scalar] }
    case 'text':
      return undefined
    case 'named':
      return skeletonOf(shape.shape)
    case 'reals': {
      const ends = shape.pieces.flatMap(({ from, to }) => [from, to])
      const form = ends
        .map((end) => `${end.at === 'infinity' ? 'oo' : 'x'}${end.closed ? ']' : ')'}`)
        .join('')
      return { form: `R${form}`, scalars: ends.flatMap((end) => (end.at === 'infinity' ? [] : [end.at])) }
    }
    case 'group': {
      const parts = shape.items.map(skeletonOf)
      const known = parts.filter((part) => part !== undefined)
      if (known.length !== parts.length) return undefined
      const ordered =
        shape.order === 'kept' ? known : [...known].sort((a, b) => firstValue(a) - firstValue(b))
      return {
        form: `${shape.tag}(${ordered.map((part) => part.form).join(',')})`,
        scalars: ordered.flatMap((part) => part.scalars),
      }
    }
  }
}

function firstValue(skeleton: Skeleton): number {
  return skeleton.scalars[0]?.real ?? 0
}

/** Whether every value of `decimal` is the value beside it in `anchor` or rounds it, and at least one rounds. */
export function attaches(
  decimal: Skeleton,
  anchor: Skeleton,
  leastDigits: number,
  classOf: (scalar: Scalar) => string,
): boolean {
  if (decimal.form !== anchor.form || decimal.scalars.length !== anchor.scalars.length) return false
  let rounds = 0
  for (const [index, scalar] of decimal.scalars.entries()) {
    const value = anchor.scalars[index]
    if (value === undefined) return false
    if (classOf(scalar) === classOf(value)) continue
    if (!isRoundingOf(scalar, value, leastDigits)) return false
    rounds++
  }
  return rounds > 0
}

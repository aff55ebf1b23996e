import { inverse, modulo, points } from './field.ts'
import { bitLength, type Rational, rational } from './rational.ts'

/** Numerator and denominator of a reconstructed constant stay below this: half the bits of the prime. */
const bound = 1n << 29n

/**
 * The fraction whose residues these are, where they are those of one small constant (`x/x`, `2y−y−y`); else `undefined`.
 *
 * Rational reconstruction by the extended Euclidean algorithm (Wang 1981), checked in every field.
 */
export function reconstruct(residues: readonly bigint[]): Rational | undefined {
  const [first, second] = residues
  const [point] = points
  if (first === undefined || point === undefined || first !== second) return undefined
  let [r, nextR] = [point.prime, first]
  let [t, nextT] = [0n, 1n]
  while (nextR >= bound) {
    const quotient = r / nextR
    ;[r, nextR] = [nextR, r - quotient * nextR]
    ;[t, nextT] = [nextT, t - quotient * nextT]
  }
  if (nextT === 0n || bitLength(nextT) > bitLength(bound)) return undefined
  const value = rational(nextR, nextT)
  const agrees = points.every(({ prime }, index) => {
    const inverted = inverse(value.bottom, prime)
    return inverted !== undefined && (modulo(value.top, prime) * inverted) % prime === residues[index]
  })
  return agrees ? value : undefined
}

/** A prime field and the point at which expressions are evaluated in it. */
export interface Point {
  readonly prime: bigint
  /** Makes the unknowns take other values at other points. */
  readonly seed: number
}

/** 2⁶¹ − 1. */
const mersenne = (1n << 61n) - 1n

/**
 * The largest safe prime below 2⁶¹. In the field of 2⁶¹ − 1 the number 2 has order 61, so that 2ⁿ and 2ⁿ⁺⁶¹ cannot be
 * told apart there; modulo a safe prime every base has an enormous order.
 */
const safePrime = 2305843009213691579n

/**
 * Three fixed points: two modulo 2⁶¹ − 1, the third in another field. Two different rational functions of degree d agree at
 * all three with odds near (d / 2⁶¹)³.
 */
export const points: readonly Point[] = [
  { prime: mersenne, seed: 1 },
  { prime: mersenne, seed: 2 },
  { prime: safePrime, seed: 3 },
]

/** value mod m, from 0 to m − 1. */
export function modulo(value: bigint, m: bigint): bigint {
  const rest = value % m
  return rest < 0n ? rest + m : rest
}

/** base ^ exponent mod m, for exponent ≥ 0. */
export function powerModulo(base: bigint, exponent: bigint, m: bigint): bigint {
  let result = 1n
  let square = modulo(base, m)
  let rest = exponent
  while (rest > 0n) {
    if ((rest & 1n) === 1n) result = (result * square) % m
    square = (square * square) % m
    rest >>= 1n
  }
  return result
}

/** 1 / value in the field of `prime`, or `undefined` for 0. */
export function inverse(value: bigint, prime: bigint): bigint | undefined {
  let [r, nextR] = [prime, modulo(value, prime)]
  let [t, nextT] = [0n, 1n]
  if (nextR === 0n) return undefined
  while (nextR !== 0n) {
    const quotient = r / nextR
    ;[r, nextR] = [nextR, r - quotient * nextR]
    ;[t, nextT] = [nextT, t - quotient * nextT]
  }
  return modulo(t, prime)
}

/** A fixed number from 2 to about 2⁶¹ for a text: the value of the unknown of that name at that seed. */
export function hash61(text: string, seed: number): bigint {
  const [high, low] = hash64(text, seed)
  return (((BigInt(high) << 32n) | BigInt(low)) >> 4n) | 2n
}

/** Two 32-bit hashes of a text (the mixing of MurmurHash3's finaliser over both). */
export function hash64(text: string, seed: number): [number, number] {
  let a = 0xdeadbeef ^ Math.imul(seed, 0x9e3779b1)
  let b = 0x41c6ce57 ^ Math.imul(seed, 0x85ebca6b)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return [a >>> 0, b >>> 0]
}

/** Random numbers that a seed repeats exactly, on every machine. Not for secrets. */
export interface RandomSource {
  /** A number from 0 (included) to 1 (excluded), of 32 random bits. */
  next(): number
  /** A whole number from 0 to `limit` − 1, each equally likely. */
  below(limit: number): number
}

/**
 * A random source from a seed: a counter stepped by the golden ratio, each value scrambled by a 32-bit mixer (splitmix).
 *
 * Period 2³², far above what a bootstrap here draws. Sources: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
 * generators"; multipliers of the mixer from Chris Wellons' hash-prospector (bias 0.107, public domain).
 *
 * @param seed - Any whole number; its low 32 bits count.
 */
export function randomSource(seed: number): RandomSource {
  let state = seed | 0
  const bits = () => {
    state = (state + 0x9e3779b9) | 0
    return mix(state)
  }
  return {
    next: () => bits() / 2 ** 32,
    below(limit) {
      // Values past the last whole multiple of `limit` would favour small results: drawn again.
      const fair = 2 ** 32 - (2 ** 32 % limit)
      let value = bits()
      while (value >= fair) value = bits()
      return value % limit
    },
  }
}

/**
 * A seed of its own for each thing named, from one seed: the same parts give the same seed, different parts almost surely another.
 *
 * FNV-1a over the UTF-16 code units of the parts, scrambled by the mixer above.
 *
 * @returns A whole number from 0 to 2³¹ − 1, the range of seeds a runtime takes.
 */
export function seedFrom(seed: number, ...parts: readonly (string | number)[]): number {
  return mix(hashOf([seed, ...parts].join('\u0000'))) >>> 1
}

/**
 * Numbers from 0 (included) to 1 (excluded) that repeat exactly for the same name and seed: mulberry32 (public domain), begun at the hash of both.
 *
 * What the demo runtime plays was chosen with it and stands in its documents, so it stays as it is. All else takes `randomSource`.
 */
export function playedChance(name: string, seed: number): () => number {
  let state = hashOf(`${name}\u0000${seed}`)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a over the UTF-16 code units of a text (public domain). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

/** A copy in random order, each order equally likely (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: RandomSource): T[] {
  const copy = [...items]
  for (let last = copy.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const held = copy[last] as T
    copy[last] = copy[other] as T
    copy[other] = held
  }
  return copy
}

function mix(value: number): number {
  let z = value | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}

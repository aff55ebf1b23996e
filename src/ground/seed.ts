/** How many seeds there are: a runtime takes 0 … 2^31 - 1. */
export const seedCount = 2 ** 31

/** The largest seed. */
export const largestSeed = seedCount - 1

/**
 * The seed that comes `steps` after another; after the largest comes 0.
 *
 * @param seed - 0 … 2^31 - 1.
 * @param steps - A whole number, 0 or more.
 */
export function seedAfter(seed: number, steps: number): number {
  return (seed + steps) % seedCount
}

/** How many steps after the first of two seeds the second comes, from 0 to 2^31 - 1. */
export function seedSteps(from: number, to: number): number {
  return (to - from + seedCount) % seedCount
}

import { createHash } from 'node:crypto'
import { UsageError } from '../ground/errors.ts'

/** Seeds are 0 … 2^31 - 1. */
export const seedCount = 2 ** 31

/** Between the seed of a sample and that of its retry: more than any number of samples, so that no two seeds of a vote meet. */
export const retryStride = 2 ** 20

/** The seed of the sample with an index, the first attempt at it. */
export function seedOf(seedBase: number, index: number): number {
  return (seedBase + index) % seedCount
}

/** How often the seed of a sample was changed because it tripped; not a whole number where the seed is no seed of that place at all. */
export function retriesBySeed(seed: number, seedBase: number, index: number): number {
  return ((seed - seedOf(seedBase, index) + seedCount) % seedCount) / retryStride
}

/**
 * The seed of the first sample of each problem; sample i has that + i.
 *
 * The first 31 bits of SHA-256 over run seed and problem id, so that a problem has the same seeds whatever else is in the set. Where the ranges of
 * two problems would meet, the later one in the set moves on to its next hash.
 *
 * @param runSeed - Seed of the run, 0 … 2^31 - 1.
 * @param ids - Ids of the problems, distinct, in the order of the set.
 * @param perProblem - Seeds that each problem needs, extensions of ties included.
 * @throws UsageError if so many seeds cannot be kept apart.
 */
export function problemSeeds(
  runSeed: number,
  ids: readonly string[],
  perProblem: number,
): Map<string, number> {
  if (ids.length * perProblem * 2 > seedCount) {
    throw new UsageError(`${ids.length} problems × ${perProblem} samples need more seeds than there are.`, {
      fix: 'Draw fewer samples a problem, or split the set.',
    })
  }
  const seeds = new Map<string, number>()
  // Ranges of one width that do not meet begin in different stripes of that width, so each stripe holds one, and only the neighbours can meet.
  const byStripe = new Map<number, number>()
  const isTaken = (from: number) => {
    const stripe = Math.floor(from / perProblem)
    return [stripe - 1, stripe, stripe + 1].some((at) => {
      const other = byStripe.get(at)
      return other !== undefined && Math.abs(other - from) < perProblem
    })
  }
  for (const id of ids) {
    let from: number
    let salt = 0
    do {
      from = hashOf(`${runSeed}/${salt}/${id}`) % (seedCount - perProblem)
      salt += 1
    } while (isTaken(from))
    byStripe.set(Math.floor(from / perProblem), from)
    seeds.set(id, from)
  }
  return seeds
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 1
}

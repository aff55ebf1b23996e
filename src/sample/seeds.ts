import { hash } from 'node:crypto'
import { UsageError } from '../ground/errors.ts'
import { seedAfter, seedCount, seedSteps } from '../ground/seed.ts'

/** Between the seed of a sample and that of its retry: more than any number of samples, so that no two seeds of a vote meet. */
export const retryStride = 2 ** 20

/** The seed of the sample with an index, the first attempt at it. */
export function seedOf(seedBase: number, index: number): number {
  return seedAfter(seedBase, index)
}

/** How often the seed of a sample was changed because it tripped; not a whole number where the seed is no seed of that place at all. */
export function retriesBySeed(seed: number, seedBase: number, index: number): number {
  return seedSteps(seedOf(seedBase, index), seed) / retryStride
}

/**
 * The seed of the first sample of each problem; sample i has that + i.
 *
 * The first 31 bits of SHA-256 over run seed and problem id, so that a problem has the same seeds whatever else is in the set. Where the ranges of
 * two problems would meet, the later one in the set moves on to its next hash. The cost grows with the number of problems and no faster.
 *
 * @param runSeed - Seed of the run, 0 … 2^31 - 1.
 * @param ids - Ids of the problems, distinct, in the order of the set.
 * @param perProblem - Seeds that each problem needs, extensions of ties included.
 * @throws UsageError if that many seeds cannot be kept apart.
 */
export function problemSeeds(
  runSeed: number,
  ids: readonly string[],
  perProblem: number,
): Map<string, number> {
  const seedAt = seedsInOrder(runSeed, ids, perProblem)
  return new Map(ids.map((id, place) => [id, seedAt(place)]))
}

/**
 * The seeds of `problemSeeds`, by the place of the problem in the set: those up to the last place asked for are worked out, and no more.
 *
 * @throws UsageError at once if that many seeds cannot be kept apart.
 */
export function seedsInOrder(
  runSeed: number,
  ids: readonly string[],
  perProblem: number,
): (place: number) => number {
  requireSeeds(ids.length, perProblem)
  const seeds: number[] = []
  // Seeds in buckets as wide as a range: two ranges in one bucket would meet, so a bucket holds one start, and only its two neighbours
  // can hold another range that reaches into this one.
  const starts = new Map<number, number>()
  const meets = (from: number, bucket: number): boolean => {
    const other = starts.get(bucket)
    return other !== undefined && Math.abs(other - from) < perProblem
  }
  const add = (id: string) => {
    for (let salt = 0; ; salt += 1) {
      const from = hashOf(`${runSeed}/${salt}/${id}`) % (seedCount - perProblem)
      const bucket = Math.floor(from / perProblem)
      if (meets(from, bucket - 1) || meets(from, bucket) || meets(from, bucket + 1)) continue
      starts.set(bucket, from)
      seeds.push(from)
      return
    }
  }
  return (place) => {
    while (seeds.length <= place) add(ids[seeds.length] ?? '')
    return seeds[place] ?? 0
  }
}

/** @throws UsageError if the seeds of that many problems cannot be kept apart. */
export function requireSeeds(problems: number, perProblem: number): void {
  if (problems * perProblem * 2 <= seedCount) return
  throw new UsageError(`${problems} problems × ${perProblem} samples need more seeds than there are.`, {
    fix: 'Draw fewer samples a problem, or split the set.',
  })
}

function hashOf(text: string): number {
  return hash('sha256', text, 'buffer').readUInt32BE(0) >>> 1
}

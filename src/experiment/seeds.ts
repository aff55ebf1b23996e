import { hash } from 'node:crypto'
import { UsageError } from '../ground/errors.ts'

/** Seeds are 0 … 2^31 - 1. */
const seedCount = 2 ** 31

/**
 * The seed of the first sample of each problem; sample i has that + i.
 *
 * The first 31 bits of SHA-256 over run seed and problem id, so that a problem has the same seeds whatever else is in the set. Where the ranges of
 * two problems would meet, the later one in the set moves on to its next hash. The cost grows with the number of problems and no faster.
 *
 * @param runSeed - Seed of the run, 0 … 2^31 - 1.
 * @param ids - Ids of the problems, distinct, in the order of the set.
 * @param perProblem - Seeds that each problem needs, extensions of ties included: `seedsPerProblem`.
 * @throws UsageError if that many seeds cannot be kept apart.
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
  // Seeds in buckets as wide as a range: two ranges in one bucket would meet, so a bucket holds one start, and only its two neighbours
  // can hold another range that reaches into this one.
  const starts = new Map<number, number>()
  const meets = (from: number, bucket: number): boolean => {
    const other = starts.get(bucket)
    return other !== undefined && Math.abs(other - from) < perProblem
  }
  for (const id of ids) {
    for (let salt = 0; ; salt += 1) {
      const from = hashOf(`${runSeed}/${salt}/${id}`) % (seedCount - perProblem)
      const bucket = Math.floor(from / perProblem)
      if (meets(from, bucket - 1) || meets(from, bucket) || meets(from, bucket + 1)) continue
      starts.set(bucket, from)
      seeds.set(id, from)
      break
    }
  }
  return seeds
}

/** Most seeds that one problem of an experiment can need. */
export function seedsPerProblem({ n, extendBy }: { readonly n: number; readonly extendBy: number }): number {
  return n + extendBy
}

/** The seeds of one problem: all whole numbers from the first to the last. */
export interface SeedRange {
  readonly problem: string
  readonly first: number
  /** Of the n-th sample. */
  readonly last: number
  /** Of the last sample that breaking a tie may add; absent where a tie adds none. */
  readonly lastOfTies?: number
}

/**
 * Every seed that an experiment can use for first attempts, as a range a problem in the order of the set.
 *
 * @param plan - `n` samples a problem, and at most `extendBy` more where a tie extends the vote.
 * @throws UsageError as `problemSeeds`.
 */
export function seedRanges(
  runSeed: number,
  ids: readonly string[],
  plan: { readonly n: number; readonly extendBy: number; readonly tie: string },
): SeedRange[] {
  return [...problemSeeds(runSeed, ids, seedsPerProblem(plan))].map(([problem, first]) => ({
    problem,
    first,
    last: first + plan.n - 1,
    ...(plan.tie === 'extend' ? { lastOfTies: first + seedsPerProblem(plan) - 1 } : {}),
  }))
}

function hashOf(text: string): number {
  return hash('sha256', text, 'buffer').readUInt32BE(0) >>> 1
}

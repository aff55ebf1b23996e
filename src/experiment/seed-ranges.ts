import { problemSeeds } from '../sample/seeds.ts'
import { seedsReserved, type VotingPolicy } from '../vote/policy.ts'

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
 * @param policy - How each problem is voted on: its samples, and how many more where a tie extends the vote.
 * @throws UsageError as `problemSeeds`.
 */
export function seedRanges(runSeed: number, ids: readonly string[], policy: VotingPolicy): SeedRange[] {
  return [...problemSeeds(runSeed, ids, seedsReserved(policy))].map(([problem, first]) => ({
    problem,
    first,
    last: first + policy.n - 1,
    ...(policy.tie === 'extend' ? { lastOfTies: first + seedsReserved(policy) - 1 } : {}),
  }))
}

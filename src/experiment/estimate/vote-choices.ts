import { randomSource, shuffled } from '../../ground/random.ts'

/** A value of maj@k and how it came about. */
export interface MajorityAtK {
  readonly k: number
  /** Chance that the vote of `k` samples is right, from 0 to 1. */
  readonly value: number
  /** Absent where the value is exact; else the standard error of the simulation, in the same unit. */
  readonly simulationError?: number
}

/** Where a value cannot be had exactly it is simulated: how many random orders, from which seed. */
export interface Simulation {
  readonly draws: number
  readonly seed: number
}

/** A vote to which samples are added one at a time. */
export interface RunningVote<Sample> {
  add(sample: Sample): void
  /** Chance that the vote is right as it stands, ties at random. */
  chance(): number
}

/** Choices of k samples that are tried one by one; more are simulated. 20,000 take a few milliseconds. */
const mostChoices = 20_000

/**
 * Mean chance of a vote over every choice of `k` of the samples, for each `k` asked: maj@k of any vote that can be counted.
 *
 * Exact where at most 20,000 choices of k exist, by trying them all. Otherwise a Monte-Carlo mean over `draws` random orders of the samples,
 * the first k of each order, with its standard error.
 *
 * @param begin - Begins a vote without a sample.
 */
export function meanOverChoices<Sample>(
  samples: readonly Sample[],
  ks: readonly number[],
  begin: () => RunningVote<Sample>,
  simulation: Simulation,
): MajorityAtK[] {
  const isFew = (k: number) => choices(samples.length, k) <= mostChoices
  const exact = new Map(ks.filter(isFew).map((k) => [k, overChoices(samples, begin, k)]))
  const simulated = simulate(
    samples,
    begin,
    ks.filter((k) => !isFew(k)),
    simulation,
  )
  return ks.flatMap((k) => {
    const value = exact.get(k)
    return value === undefined ? (simulated.get(k) ?? []) : [{ k, value }]
  })
}

function choices(n: number, k: number): number {
  let count = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) count *= (n - Math.min(k, n - k) + i) / i
  return Math.round(count)
}

function overChoices<Sample>(
  samples: readonly Sample[],
  begin: () => RunningVote<Sample>,
  k: number,
): number {
  let total = 0
  let count = 0
  const taken: Sample[] = []
  const choose = (from: number) => {
    if (taken.length === k) {
      const vote = begin()
      for (const sample of taken) vote.add(sample)
      total += vote.chance()
      count++
      return
    }
    for (let i = from; i <= samples.length - (k - taken.length); i++) {
      taken.push(samples[i] as Sample)
      choose(i + 1)
      taken.pop()
    }
  }
  choose(0)
  return total / count
}

function simulate<Sample>(
  samples: readonly Sample[],
  begin: () => RunningVote<Sample>,
  ks: readonly number[],
  { draws, seed }: Simulation,
): Map<number, MajorityAtK> {
  const random = randomSource(seed)
  const sums = new Map(ks.map((k) => [k, { total: 0, squares: 0 }]))
  const last = Math.max(0, ...ks)
  for (let draw = 0; ks.length > 0 && draw < draws; draw++) {
    const vote = begin()
    // The votes of one order grow out of each other, so that an order costs its length and not its square.
    for (const [at, sample] of shuffled(samples, random).slice(0, last).entries()) {
      vote.add(sample)
      const sum = sums.get(at + 1)
      if (sum === undefined) continue
      const chance = vote.chance()
      sum.total += chance
      sum.squares += chance ** 2
    }
  }
  return new Map(
    [...sums].map(([k, { total, squares }]) => {
      const value = total / draws
      const simulationError = Math.sqrt(Math.max(0, squares / draws - value ** 2) / draws)
      return [k, { k, value, simulationError }]
    }),
  )
}

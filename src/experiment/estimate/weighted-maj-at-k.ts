import { randomSource, shuffled } from '../../ground/random.ts'
import { majAtK } from './maj-at-k.ts'
import { countVotes, type ProblemOutcome, type SampleOutcome } from './outcome.ts'
import { requireSampleCount } from './vote-counts.ts'

/** A value of weighted maj@k and how it came about. */
export interface WeightedMajority {
  readonly k: number
  /** Chance that the weighted vote of `k` samples is right, from 0 to 1. */
  readonly value: number
  /** Absent where the value is exact; else the standard error of the simulation, in the same unit. */
  readonly simulationError?: number
}

/** Where a value cannot be had exactly it is simulated: how many random orders, from which seed. */
export interface Simulation {
  readonly draws: number
  readonly seed: number
}

/** Choices of k samples that are tried one by one; more are simulated. 20,000 take a few milliseconds. */
const mostChoices = 20_000

/**
 * Chance that the weighted majority of `k` samples is right, for each `k` asked; ties (equal sums of weights) at random.
 *
 * Exact where the weights allow: with equal weights it is {@link majAtK} (weight 0 abstains); else where at most 20,000 choices of k exist, by
 * trying them all. Otherwise a Monte-Carlo mean over `draws` random orders of the samples, the first k of each order, with its standard
 * error. Weighting as in V(x) = Σ w_i · [answer_i = x] (Taubenfeld et al. 2025, arXiv 2502.06233; Fu et al. 2025, arXiv 2508.15260).
 *
 * @throws RangeError where a `k` is larger than the number of samples, or a weight is negative or no number.
 */
export function weightedMajAtK(
  problem: ProblemOutcome,
  ks: readonly number[],
  { draws, seed }: Simulation,
): WeightedMajority[] {
  const samples = problem.samples.map(asBallot)
  const n = samples.length
  for (const k of ks) requireSampleCount(k, n)
  const weights = samples.flatMap(({ weight }) => (weight > 0 ? [weight] : []))
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0)
  const lightest = weights.reduce((least, weight) => Math.min(least, weight), heaviest)
  if (heaviest - lightest <= closeEnough * heaviest) {
    const votes = countVotes({ ...problem, samples })
    return majAtK(votes, ks).map((value, i) => ({ k: ks[i] ?? 1, value }))
  }
  const right = new Set(problem.correct)
  const exact = new Map(
    ks.filter((k) => choices(n, k) <= mostChoices).map((k) => [k, overChoices(samples, right, k)]),
  )
  const simulated = simulate(
    samples,
    right,
    ks.filter((k) => !exact.has(k)),
    { draws, seed },
  )
  return ks.flatMap((k) => {
    const value = exact.get(k)
    return value === undefined ? (simulated.get(k) ?? []) : [{ k, value }]
  })
}

interface Ballot extends SampleOutcome {
  readonly weight: number
}

function asBallot({ cluster, ...sample }: SampleOutcome): Ballot {
  const weight = sample.weight ?? 1
  if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
    throw new RangeError(`weight = ${weight} is not a number of at least 0`)
  return cluster === undefined || weight === 0 ? { ...sample, weight: 0 } : { ...sample, cluster, weight }
}

/** Sums of weights in different orders differ by rounding; closer than this share they are a tie. */
const closeEnough = 1e-9

function voteChance(taken: readonly Ballot[], right: ReadonlySet<number>): number {
  const sums = new Map<number, number>()
  for (const { cluster, weight } of taken) {
    if (cluster !== undefined) sums.set(cluster, (sums.get(cluster) ?? 0) + weight)
  }
  const most = [...sums.values()].reduce((left, right) => Math.max(left, right), Number.NEGATIVE_INFINITY)
  const leaders = [...sums].filter(([, sum]) => sum >= most * (1 - closeEnough))
  return leaders.length === 0 ? 0 : leaders.filter(([cluster]) => right.has(cluster)).length / leaders.length
}

function choices(n: number, k: number): number {
  let count = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) count *= (n - Math.min(k, n - k) + i) / i
  return Math.round(count)
}

function overChoices(samples: readonly Ballot[], right: ReadonlySet<number>, k: number): number {
  let total = 0
  let count = 0
  const taken: Ballot[] = []
  const choose = (from: number) => {
    if (taken.length === k) {
      total += voteChance(taken, right)
      count++
      return
    }
    for (let i = from; i <= samples.length - (k - taken.length); i++) {
      taken.push(samples[i] as Ballot)
      choose(i + 1)
      taken.pop()
    }
  }
  choose(0)
  return total / count
}

function simulate(
  samples: readonly Ballot[],
  right: ReadonlySet<number>,
  ks: readonly number[],
  { draws, seed }: Simulation,
): Map<number, WeightedMajority> {
  const random = randomSource(seed)
  const sums = new Map(ks.map((k) => [k, { total: 0, squares: 0 }]))
  for (let draw = 0; ks.length > 0 && draw < draws; draw++) {
    const order = shuffled(samples, random)
    for (const [k, sum] of sums) {
      const chance = voteChance(order.slice(0, k), right)
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

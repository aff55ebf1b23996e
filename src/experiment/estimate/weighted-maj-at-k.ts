import { majAtK } from './maj-at-k.ts'
import { countVotes, type ProblemOutcome, type SampleOutcome } from './outcome.ts'
import { type MajorityAtK, meanOverChoices, type RunningVote, type Simulation } from './vote-choices.ts'
import { requireSampleCount } from './vote-counts.ts'

/**
 * Chance that the weighted majority of `k` samples is right, for each `k` asked; ties (equal sums of weights) at random.
 *
 * With equal weights it is {@link majAtK} (weight 0 abstains), else the {@link meanOverChoices}, exact or simulated. Weighting as in V(x) = Σ w_i · [answer_i = x] (Taubenfeld et al. 2025, arXiv 2502.06233; Fu et al. 2025, arXiv 2508.15260).
 *
 * @throws RangeError where a `k` is larger than the number of samples, or a weight is negative or no number.
 */
export function weightedMajAtK(
  problem: ProblemOutcome,
  ks: readonly number[],
  simulation: Simulation,
): MajorityAtK[] {
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
  return meanOverChoices(samples, ks, () => new WeightedVote(right), simulation)
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

class WeightedVote implements RunningVote<Ballot> {
  readonly #right: ReadonlySet<number>
  readonly #sums = new Map<number, number>()

  constructor(right: ReadonlySet<number>) {
    this.#right = right
  }

  add({ cluster, weight }: Ballot): void {
    if (cluster !== undefined) this.#sums.set(cluster, (this.#sums.get(cluster) ?? 0) + weight)
  }

  chance(): number {
    let most = Number.NEGATIVE_INFINITY
    for (const sum of this.#sums.values()) most = Math.max(most, sum)
    const leaders = [...this.#sums].filter(([, sum]) => sum >= most * (1 - closeEnough))
    if (leaders.length === 0) return 0
    return leaders.filter(([cluster]) => this.#right.has(cluster)).length / leaders.length
  }
}

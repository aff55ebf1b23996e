import { defined } from '../../ground/defined.ts'
import { randomSource } from '../../ground/random.ts'
import type { Contribution, Estimate, Resampling } from './estimate.ts'

/** One figure: a ratio of sums over problems. */
export type Ratio = readonly Contribution[]

interface ClusterSums {
  readonly numerators: Float64Array
  readonly denominators: Float64Array
}

/**
 * Figures that are ratios of sums, each with a clustered standard error and a bootstrap interval.
 *
 * Value R = Σ num / Σ den. Standard error, clustered by problem, to first order:
 * √( C/(C−1) · Σ_c (num_c − R·den_c)² ) / Σ den, with num_c and den_c summed over problem c of C; for a mean with one value a problem it is the
 * familiar s/√C. Source: Cochran 1977, "Sampling techniques", 3rd ed., §6.3 and §9A; clustering as in Miller 2024, "Adding error bars to
 * evals" (arXiv 2411.00640).
 *
 * Interval: 2.5 and 97.5 percentile over `draws` resamples of whole problems, with replacement. Source: Efron & Tibshirani 1993, "An
 * introduction to the bootstrap", chapter 13. All figures of one call see the same resamples, so that their curves move together.
 *
 * For shares two problems more are in the urn, one wholly right and one wholly wrong, each of mean weight: without them the percentile interval covers
 * 81 to 93 % at 30 problems, and has no width where every problem came out the same. The idea is that of Agresti and Coull 1998, "Approximate is
 * better than exact for interval estimation of binomial proportions", The American Statistician 52, who add two of each; coverage as simulated:
 * `npm run measure -- estimate`. An interval of no width is none.
 *
 * @param isShare - Whether the ratio at a position is a share, from 0 to 1.
 * @returns One estimate for each ratio, in order; `undefined` where the denominator is 0: there is nothing to divide by.
 */
export function estimateRatios(
  ratios: readonly Ratio[],
  resampling: Resampling,
  isShare: (position: number) => boolean = () => false,
): (Estimate | undefined)[] {
  const byProblems = new Map<string, { clusters: ClusterSums[]; positions: number[]; count: number }>()
  ratios.forEach((ratio, position) => {
    const problems = [...new Set(ratio.map(({ problem }) => problem))]
    const key = `${isShare(position)}\u0000${problems.join('\u0000')}`
    const group = byProblems.get(key) ?? { clusters: [], positions: [], count: problems.length }
    group.clusters.push(sumByProblem(ratio, problems))
    group.positions.push(position)
    byProblems.set(key, group)
  })
  const estimates: (Estimate | undefined)[] = ratios.map(() => undefined)
  for (const { clusters, positions, count } of byProblems.values()) {
    const isOfShares = isShare(positions[0] ?? 0)
    const urns = isOfShares ? clusters.map(withBothEnds) : clusters
    const intervals = count < 2 ? [] : bootstrap(urns, isOfShares ? count + 2 : count, resampling)
    clusters.forEach((sums, i) => {
      estimates[positions[i] ?? 0] = estimate(sums, intervals[i])
    })
  }
  return estimates
}

function sumByProblem(ratio: Ratio, problems: readonly string[]): ClusterSums {
  const places = new Map(problems.map((problem, place) => [problem, place]))
  const numerators = new Float64Array(problems.length)
  const denominators = new Float64Array(problems.length)
  for (const { problem, numerator, denominator } of ratio) {
    const place = places.get(problem) ?? 0
    numerators[place] = (numerators[place] ?? 0) + numerator
    denominators[place] = (denominators[place] ?? 0) + denominator
  }
  return { numerators, denominators }
}

function estimate(
  { numerators, denominators }: ClusterSums,
  interval?: readonly [number, number],
): Estimate | undefined {
  const problems = numerators.length
  const below = sum(denominators)
  if (below === 0) return undefined
  const mean = sum(numerators) / below
  if (problems < 2) return { mean, problems }
  const squares = numerators.reduce(
    (total, numerator, c) => total + (numerator - mean * (denominators[c] ?? 0)) ** 2,
    0,
  )
  const standardError = Math.sqrt((problems / (problems - 1)) * squares) / below
  return { mean, standardError, ...defined({ interval }), problems }
}

function bootstrap(
  clusters: readonly ClusterSums[],
  problems: number,
  { draws, seed }: Resampling,
): (readonly [number, number] | undefined)[] {
  const random = randomSource(seed)
  const taken = new Int32Array(problems)
  const values = clusters.map(() => new Float64Array(draws))
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < problems; i++) taken[i] = random.below(problems)
    clusters.forEach((sums, figure) => {
      const drawn = values[figure]
      if (drawn !== undefined) drawn[draw] = ratioOver(sums, taken)
    })
  }
  return values.map((drawn) => {
    drawn.sort()
    const interval = [percentile(drawn, 0.025), percentile(drawn, 0.975)] as const
    const isGiven = interval.every(Number.isFinite) && interval[1] - interval[0] > noWidth
    return isGiven ? interval : undefined
  })
}

/** Ends that differ by less than this differ by rounding. */
const noWidth = 1e-12

/** The problems of a share with one more that is wholly right and one that is wholly wrong, each of mean weight. */
function withBothEnds({ numerators, denominators }: ClusterSums): ClusterSums {
  const weight = sum(denominators) / denominators.length
  return {
    numerators: Float64Array.of(...numerators, weight, 0),
    denominators: Float64Array.of(...denominators, weight, weight),
  }
}

/** The ratio over some problems, each as often as it was taken. This is where the time goes: plain loops, no iterators. */
function ratioOver({ numerators, denominators }: ClusterSums, taken: Int32Array): number {
  let above = 0
  let below = 0
  for (let i = 0; i < taken.length; i++) {
    const place = taken[i] ?? 0
    above += numerators[place] ?? 0
    below += denominators[place] ?? 0
  }
  // A resample without a single correct answer costs without end: it belongs at the upper end.
  return below === 0 ? Number.POSITIVE_INFINITY : above / below
}

/** The value below which a share of sorted values lies, interpolated between neighbours. */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const part = place - Math.floor(place)
  const low = sorted[Math.floor(place)] ?? 0
  const high = sorted[Math.ceil(place)] ?? low
  // Equal neighbours first: infinity times nothing is no number.
  return part === 0 || low === high ? low : low + (high - low) * part
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}

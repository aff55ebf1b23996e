import { signTestPValue } from './binomial.ts'
import { defaultResampling, type Estimate, type Resampling } from './estimate.ts'
import { estimateRatios } from './ratio.ts'

/** Two values of one problem, one of each run. */
export interface Pair {
  /** What the error clusters by. */
  readonly problem: string
  readonly first: number
  readonly second: number
}

/** How two runs differ on the same problems. */
export interface PairedDifference {
  /** Mean of the first run over these problems. */
  readonly first: number
  readonly second: number
  /** Second minus first, with clustered standard error and bootstrap interval over problems. */
  readonly difference: Estimate
  /** Problems on which the second run is better. */
  readonly wins: number
  /** Problems on which it is worse. */
  readonly losses: number
  readonly level: number
  /**
   * Exact two-sided p-value that wins and losses come from a fair coin: McNemar's exact test where the values are right or wrong, else the sign
   * test. It takes the pairs as independent of each other.
   */
  readonly pValue: number
}

/** Means that are equal on paper differ by rounding: closer than this is level. */
const rounding = 1e-9

/**
 * A paired difference: the mean of the differences problem by problem, which the hardness they share does not blur.
 *
 * Source: Miller 2024, "Adding error bars to evals", §4 (arXiv 2411.00640). Test: {@link signTestPValue}.
 *
 * @returns `undefined` where there is no pair.
 */
export function comparePaired(
  pairs: readonly Pair[],
  resampling: Resampling = defaultResampling,
): PairedDifference | undefined {
  const [difference] = estimateRatios(
    [pairs.map(({ problem, first, second }) => ({ problem, numerator: second - first, denominator: 1 }))],
    resampling,
  )
  if (difference === undefined) return undefined
  const wins = pairs.filter(({ first, second }) => second - first > rounding).length
  const losses = pairs.filter(({ first, second }) => first - second > rounding).length
  return {
    first: pairs.reduce((sum, { first }) => sum + first, 0) / pairs.length,
    second: pairs.reduce((sum, { second }) => sum + second, 0) / pairs.length,
    difference,
    wins,
    losses,
    level: pairs.length - wins - losses,
    pValue: signTestPValue(wins, losses),
  }
}

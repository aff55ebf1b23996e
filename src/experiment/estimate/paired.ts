import { signTestPValue } from './binomial.ts'
import { defaultResampling, type Estimate, type Resampling } from './estimate.ts'
import { estimateRatios } from './ratio.ts'
import { signFlipPValue } from './sign-flip.ts'

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
   * Two-sided p-value that the mean difference is 0: McNemar's exact test where every value is 0 or 1 and stands for a problem of its own, else the
   * sign-flip permutation test of that mean, by problem.
   */
  readonly pValue: number
}

/** Means that are equal on paper differ by rounding: closer than this is level. */
const rounding = 1e-9

/**
 * A paired difference: the mean of the differences problem by problem, which the hardness they share does not blur.
 *
 * Source: Miller 2024, "Adding error bars to evals", §4 (arXiv 2411.00640). Tests: {@link signTestPValue}, {@link signFlipPValue}.
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
    pValue: isRightOrWrong(pairs)
      ? signTestPValue(wins, losses)
      : signFlipPValue(differencesByProblem(pairs), resampling.seed),
  }
}

/** Whether all values are 0 or 1, of problems that have one pair each. */
function isRightOrWrong(pairs: readonly Pair[]): boolean {
  const isOne = ({ first, second }: Pair) => [first, second].every((value) => value === 0 || value === 1)
  return pairs.every(isOne) && new Set(pairs.map(({ problem }) => problem)).size === pairs.length
}

/** The sum of the differences of each problem: the pairs of one problem are not independent of each other. */
function differencesByProblem(pairs: readonly Pair[]): number[] {
  const sums = new Map<string, number>()
  for (const { problem, first, second } of pairs) sums.set(problem, (sums.get(problem) ?? 0) + second - first)
  return [...sums.values()]
}

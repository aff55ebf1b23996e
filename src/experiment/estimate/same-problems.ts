import type { Estimate } from './estimate.ts'
import { majorityDrawnAnew } from './majority-of.ts'
import { isCorrect, type ProblemOutcome } from './outcome.ts'
import type { Simulation } from './vote-choices.ts'

/** Standard normal quantile of a two-sided 95 % interval. */
const z = 1.959963984540054

/**
 * pass@1 with the interval for these problems: the mean over problems of p (1 - p) / (n - 1), which is the unbiased variance of a share of n
 * samples, makes its variance.
 *
 * @returns The estimate as it was where a problem has a single sample: nothing tells how far another one would be.
 */
export function passAt1OfSameProblems(problems: readonly ProblemOutcome[], estimate: Estimate): Estimate {
  return withVariances(
    problems.map((problem) => {
      const n = problem.samples.length
      const p = problem.samples.filter((sample) => isCorrect(sample, problem)).length / n
      return (p * (1 - p)) / (n - 1)
    }),
    estimate,
  )
}

/**
 * maj@k over all samples with the interval for these problems: drawn anew, a vote is right with the chance q that a vote of as many draws from the
 * recorded ones, with replacement, is right, so that its variance is q (1 - q). It is the plug-in estimate; coverage as simulated:
 * `npm run measure -- estimate`.
 */
export function majorityOfSameProblems(
  problems: readonly ProblemOutcome[],
  estimate: Estimate,
  simulation: Simulation,
): Estimate {
  return withVariances(
    problems.map((problem) => {
      const q = majorityDrawnAnew(problem, simulation)
      return q * (1 - q)
    }),
    estimate,
  )
}

function withVariances(variances: readonly number[], estimate: Estimate): Estimate {
  const spread = (z * Math.sqrt(variances.reduce((sum, each) => sum + each, 0))) / variances.length
  if (!(spread > 0 && spread < 1)) return estimate
  const { mean } = estimate
  return { ...estimate, sameProblems: [Math.max(0, mean - spread), Math.min(1, mean + spread)] }
}

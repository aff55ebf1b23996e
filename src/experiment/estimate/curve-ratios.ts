import { seedFrom } from '../../ground/random.ts'
import { majorityOf } from './majority-of.ts'
import { countVotes, type ProblemOutcome } from './outcome.ts'
import { passAllK, passAtK } from './pass-at-k.ts'
import type { Ratio } from './ratio.ts'
import { questionOf } from './source-ratios.ts'
import type { Simulation } from './vote-choices.ts'
import { samplesIn, votesOf } from './vote-counts.ts'
import { weightedMajAtK } from './weighted-maj-at-k.ts'

/** A curve over numbers of samples: at each k a mean over problems. */
export interface Curve {
  readonly ks: readonly number[]
  readonly ratios: readonly Ratio[]
  /** Standard error that simulating adds to the mean at each k; 0 where nothing was simulated. */
  readonly simulationErrors: readonly number[]
}

/** Chance that at least one of k samples is right. */
export function passCurve(problems: readonly ProblemOutcome[], ks: readonly number[]): Curve {
  return curve(problems, ks, (problem) => {
    const votes = countVotes(problem)
    return ks.map((k) => ({ value: passAtK(samplesIn(votes), votesOf(votes.correct), k) }))
  })
}

/** Chance that all of k samples are right. */
export function passAllCurve(problems: readonly ProblemOutcome[], ks: readonly number[]): Curve {
  return curve(problems, ks, (problem) => {
    const votes = countVotes(problem)
    return ks.map((k) => ({ value: passAllK(samplesIn(votes), votesOf(votes.correct), k) }))
  })
}

/** Chance that the vote of k samples is right. */
export function majorityCurve(
  problems: readonly ProblemOutcome[],
  ks: readonly number[],
  simulation: Simulation,
): Curve {
  return curve(problems, ks, (problem) => majorityOf(problem, ks, ofProblem(simulation, problem)))
}

/** The same with the weights of the samples; no point at all where every weight is the same. */
export function weightedCurve(
  problems: readonly ProblemOutcome[],
  ks: readonly number[],
  simulation: Simulation,
): Curve {
  const weights = new Set(problems.flatMap(({ samples }) => samples.map(({ weight = 1 }) => weight)))
  if (weights.size < 2) return { ks: [], ratios: [], simulationErrors: [] }
  return curve(problems, ks, (problem) => weightedMajAtK(problem, ks, ofProblem(simulation, problem)))
}

/** Problems are simulated each by orders of its own: else what chance does to one it would do to all. */
function ofProblem({ draws, seed }: Simulation, { id }: ProblemOutcome): Simulation {
  return { draws, seed: seedFrom(seed, id) }
}

interface Value {
  readonly value: number
  readonly simulationError?: number
}

function curve(
  problems: readonly ProblemOutcome[],
  ks: readonly number[],
  valuesOf: (problem: ProblemOutcome) => readonly Value[],
): Curve {
  if (problems.length === 0) return { ks: [], ratios: [], simulationErrors: [] }
  const values = problems.map(valuesOf)
  return {
    ks,
    ratios: ks.map((_, at) =>
      problems.map((problem, i) => ({
        problem: questionOf(problem),
        numerator: values[i]?.[at]?.value ?? 0,
        denominator: 1,
      })),
    ),
    simulationErrors: ks.map((_, at) => {
      const squares = values.reduce((sum, row) => sum + (row[at]?.simulationError ?? 0) ** 2, 0)
      return Math.sqrt(squares) / problems.length
    }),
  }
}

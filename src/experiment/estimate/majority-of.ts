import { fieldsMajAtK } from './fields-maj-at-k.ts'
import { majAtK } from './maj-at-k.ts'
import { countVotes, type FieldElectorate, type ProblemOutcome } from './outcome.ts'
import type { MajorityAtK, Simulation } from './vote-choices.ts'
import { samplesIn } from './vote-counts.ts'

/** How often each vote is repeated so that taking from them without replacement is as good as with it. */
const repeats = 64

/**
 * Chance that the vote of `k` of the samples of a problem is right, for each `k` asked, by the kind of vote that is held there: of whole answers
 * ({@link majAtK}), or field by field ({@link fieldsMajAtK}).
 */
export function majorityOf(
  problem: ProblemOutcome,
  ks: readonly number[],
  simulation: Simulation,
): MajorityAtK[] {
  if (problem.fields !== undefined) return fieldsMajAtK(problem.fields, ks, simulation)
  return majAtK(countVotes(problem), ks).map((value, at) => ({ k: ks[at] ?? 1, value }))
}

/** Chance that a vote of as many samples as were recorded, drawn from these with replacement, is right. */
export function majorityDrawnAnew(problem: ProblemOutcome, simulation: Simulation): number {
  const n = problem.samples.length
  const often = <T>(items: readonly T[]) => items.flatMap((item) => Array<T>(repeats).fill(item))
  if (problem.fields !== undefined) {
    const fields = problem.fields.map(
      (field): FieldElectorate => ({ ...field, clusters: often(field.clusters) }),
    )
    return fieldsMajAtK(fields, [n], simulation)[0]?.value ?? 0
  }
  const { correct, wrong, abstained } = countVotes(problem)
  const times = (votes: readonly number[]) => votes.map((count) => count * repeats)
  const votes = { correct: times(correct), wrong: times(wrong), abstained: abstained * repeats }
  return majAtK(votes, [samplesIn(votes) / repeats])[0] ?? 0
}

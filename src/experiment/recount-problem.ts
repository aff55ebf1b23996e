import { answerGrouper } from '../answer/answer-grouper.ts'
import type { VotingPolicy } from '../vote/policy.ts'
import { recountVote, simulateVote } from '../vote/recount.ts'
import type { TrackOutcome } from '../vote/rule-watch.ts'
import { lastAttempts, type RecordedProblem } from './recorded-problems.ts'

/** The vote on one problem of a run, counted again. */
export interface CountedProblem {
  readonly problem: string
  readonly outcome: TrackOutcome
  /** The time that the samples which count took together, in milliseconds; of a vote as it was held, all attempts. */
  readonly elapsedMs: number
}

/** The vote on one problem as it was held: everything that was drawn counts. */
export function recountProblem(
  { id, context, samples }: RecordedProblem,
  policy: VotingPolicy,
): CountedProblem {
  const outcome = recountVote(samples, policy, answerGrouper(context))
  return { problem: id, outcome, elapsedMs: elapsedMsOf(samples) }
}

/** The vote that the first samples of a problem alone give, without stopping before them: those that the policy asks for. */
export function recountFirst(recorded: RecordedProblem, policy: VotingPolicy): CountedProblem {
  const drawn = lastAttempts(recorded.samples).filter(({ end }) => end.type !== 'cancelled')
  const counted = simulateProblem(recorded, { ...policy, min: drawn.length })
  return { ...counted, elapsedMs: elapsedMsOf(recorded.samples) }
}

/** The vote on one problem under a policy: the rule stops it where it first has enough in launch order. */
export function simulateProblem(
  { id, context, samples }: RecordedProblem,
  policy: VotingPolicy,
): CountedProblem {
  const outcome = simulateVote(samples, policy, answerGrouper(context))
  const { clusters, abstained } = outcome.tally
  const counted = new Set([
    ...clusters.flatMap((cluster) => cluster.samples),
    ...Object.values(abstained).flat(),
  ])
  const paid = lastAttempts(samples).filter(({ index }) => counted.has(index))
  return { problem: id, outcome, elapsedMs: elapsedMsOf(paid) }
}

function elapsedMsOf(samples: RecordedProblem['samples']): number {
  return samples.reduce((sum, { timing }) => sum + timing.elapsedMs, 0)
}

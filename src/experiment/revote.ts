import { answerGrouper } from '../answer/answer-grouper.ts'
import { type ReplayPlan, replayVote } from '../vote/replay-vote.ts'
import type { TrackOutcome } from '../vote/vote-track.ts'
import {
  lastAttempts,
  type RecordedProblem,
  type RecordedReading,
  type RecordedRun,
  recordedProblems,
} from './recorded-problems.ts'

/** The vote on one problem of a run, held again. */
export interface Revote {
  readonly problem: string
  readonly outcome: TrackOutcome
  /** The time that the samples which count took together, in milliseconds; of a vote counted whole, all attempts. */
  readonly elapsedMs: number
}

/**
 * Votes again over a run, without a model. Memory holds answers and numbers of the samples, never their texts.
 *
 * @param plan - How to vote.
 */
export async function revoteRun(
  run: RecordedRun,
  plan: ReplayPlan,
  reading: RecordedReading,
): Promise<Revote[]> {
  return (await recordedProblems(run, reading)).map((recorded) => revoteProblem(recorded, plan))
}

/** Votes again on one problem of a run. */
export function revoteProblem({ id, context, samples }: RecordedProblem, plan: ReplayPlan): Revote {
  const outcome = replayVote(samples, plan, answerGrouper(context))
  const { clusters, abstained } = outcome.tally
  const counted = new Set([
    ...clusters.flatMap((cluster) => cluster.samples),
    ...Object.values(abstained).flat(),
  ])
  const paid = plan.whole ? samples : lastAttempts(samples).filter(({ index }) => counted.has(index))
  return {
    problem: id,
    outcome,
    elapsedMs: paid.reduce((sum, { timing }) => sum + timing.elapsedMs, 0),
  }
}

import { answerGrouper } from '../answer/answer-grouper.ts'
import { type ReplayPlan, replayVote } from '../vote/replay-vote.ts'
import type { TrackOutcome } from '../vote/vote-track.ts'
import {
  type RecordedProblem,
  type RecordedReading,
  type RecordedRun,
  recordedProblems,
} from './recorded-problems.ts'

/** The vote on one problem of a run, held again. */
export interface Revote {
  readonly problem: string
  readonly outcome: TrackOutcome
  /** The time that its samples took together, in milliseconds. */
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
  return {
    problem: id,
    outcome: replayVote(samples, plan, answerGrouper(context)),
    elapsedMs: samples.reduce((sum, { timing }) => sum + timing.elapsedMs, 0),
  }
}

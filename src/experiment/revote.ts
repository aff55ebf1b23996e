import type { AnswerContext } from '../answer/answer.ts'
import { answerGrouper } from '../answer/answer-grouper.ts'
import type { Manifest } from '../journal/manifest.ts'
import type { Problem } from '../problem.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf, type ExtractAnswer } from '../vote/answer-of.ts'
import { type ReplayPlan, replayVote, type VotedSample } from '../vote/replay-vote.ts'
import type { TrackOutcome } from '../vote/vote-track.ts'
import { answerContextOf } from './answer-context.ts'

/** A run as it lies on the disk. */
export interface RecordedRun {
  readonly manifest: Manifest
  /** Of an experiment; none for a vote. */
  readonly problems: readonly Problem[]
  readonly samples: AsyncIterable<Sample>
}

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
 * @param asked - Another kind of answer than the run asked for: answers are then taken anew from the recorded texts.
 */
export async function revoteRun(
  { manifest, problems, samples }: RecordedRun,
  plan: ReplayPlan,
  { asked, extract }: { readonly asked?: AnswerContext; readonly extract: ExtractAnswer },
): Promise<Revote[]> {
  const known = new Map(problems.map((problem) => [problem.id, problem]))
  const contextOf = (id: string): AnswerContext => {
    const problem = known.get(id)
    const wish = { ...(manifest.answer as AnswerContext), ...asked }
    return problem === undefined ? wish : { ...answerContextOf(problem, wish), ...asked }
  }
  const byProblem = new Map<string, VotedSample[]>(problems.map(({ id }) => [id, []]))
  for await (const { thinking: _thinking, text, ...sample } of samples) {
    const answer =
      asked === undefined
        ? sample.answer
        : answerOf({ text, end: sample.end }, contextOf(sample.problem), extract, sample.forced)
    const list = byProblem.get(sample.problem) ?? []
    byProblem.set(sample.problem, list)
    list.push({ ...sample, answer })
  }
  return [...byProblem].map(([problem, drawn]) => ({
    problem,
    outcome: replayVote(drawn, plan, answerGrouper(contextOf(problem))),
    elapsedMs: drawn.reduce((sum, { timing }) => sum + timing.elapsedMs, 0),
  }))
}

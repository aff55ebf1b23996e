import type { AnswerContext } from '../answer/answer.ts'
import type { Problem } from '../config/problem.ts'
import type { BudgetLimits } from '../experiment/budget.ts'
import type { ProblemPrompts } from '../experiment/dataset/prompts.ts'
import type { BenchOutcome, BenchTask } from '../experiment/run-bench.ts'
import type { Sample } from '../sample/sample.ts'
import type { VotingPolicy } from '../vote/policy.ts'
import type { VoteTrack } from '../vote/vote-track.ts'
import type { DrawListeners, OpenedRun, RunWork } from './run.ts'

/** Told of what happens while an experiment is drawn. All must be quick. */
export interface BenchListeners extends DrawListeners<BenchTask> {
  /** How the votes stand of which samples were drawn already, before anything is drawn, by problem. */
  readonly onBegin?: ((tracks: ReadonlyMap<string, VoteTrack>) => void) | undefined
  /** How the vote on a problem stands after each of its samples. */
  readonly onCount?: ((problem: string, track: VoteTrack, sample: Sample) => void) | undefined
}

/** What came of an experiment. */
export interface BenchResult extends BenchOutcome {
  readonly runId: string
  /** The folder it is kept in; absent where it is kept nowhere. */
  readonly folder?: string
  /** Requests that were sent again since the run was opened, by code. */
  readonly sentAgain: Readonly<Record<string, number>>
}

/** An experiment that can be drawn. */
export interface BenchRun extends OpenedRun {
  readonly command: 'bench'
  readonly policy: VotingPolicy
  readonly problems: readonly Problem[]
  /** The problem of an id; `undefined` for one that is not of the set. */
  readonly problem: (id: string) => Problem | undefined
  /** What answer a problem asks for. */
  readonly answerOf: (problem: Problem) => AnswerContext
  readonly budget?: BudgetLimits
  /** How long earlier parts of the run were drawing, in milliseconds. */
  readonly earlierMs: number
  /**
   * Draws what is missing, and keeps what it comes to. Where the signal aborts, or samples fail the same way one after another, the result
   * holds what there is, and `break` says why.
   *
   * @throws MagiError for what stops it before its first sample, and where samples or the result cannot be kept.
   */
  draw(listeners?: BenchListeners): Promise<BenchResult>
}

/** What an experiment that is opened draws with. */
export interface BenchWork extends RunWork, Pick<BenchRun, 'policy' | 'problems'> {
  readonly prompts: ProblemPrompts
  /** Samples that are there from an earlier time, by problem, without their texts. */
  readonly earlier: ReadonlyMap<string, readonly Sample[]>
}

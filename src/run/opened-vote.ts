import type { AnswerContext } from '../answer/answer.ts'
import type { DrawRequest } from '../runtime/driver.ts'
import type { Sample } from '../sample/sample.ts'
import type { VoteExplanation } from '../vote/explanation-schema.ts'
import type { VotingPolicy } from '../vote/policy.ts'
import type { VoteCount, VoteOutcome } from '../vote/run-vote.ts'
import type { VoteReport } from '../vote/schema.ts'
import type { VoteTask } from '../vote/vote-task.ts'
import type { DrawListeners, OpenedRun, RunWork } from './run.ts'

/** Told of what happens while a vote is drawn. All must be quick. */
export interface VoteListeners extends DrawListeners<VoteTask> {
  /** How the vote stands before anything is drawn, with the samples of an earlier time. */
  readonly onBegin?: ((count: VoteCount, earlier: readonly Sample[]) => void) | undefined
  /** How it stands after each sample. */
  readonly onCount?: ((count: VoteCount, sample: Sample) => void) | undefined
  /** A sample tripped, and is drawn again under another seed; or its request never reached the runtime, and is sent again later. */
  readonly onAgain?: ((sample: Sample) => void) | undefined
}

/** What could not be written into the run folder after the vote. Every sample is there, and it can be made of them again. */
export interface Unsaved {
  readonly file: 'result' | 'explanation'
  readonly message: string
}

/** What came of a vote. */
export interface VoteResult extends VoteOutcome {
  readonly runId: string
  /** The folder it is kept in; absent where it is kept nowhere. */
  readonly folder?: string
  /** What `magi vote --json` prints; in the folder as `result.json`, unless the vote was stopped before its end. */
  readonly report: VoteReport
  /** Why each sample was counted as it was; in the folder as `explain.json`, absent where there is no folder. */
  readonly explanation?: VoteExplanation
  readonly unsaved: readonly Unsaved[]
  /** Set where the journal is no longer what was written: the vote was held, and what it was held on is lost. Nothing is kept of it then. */
  readonly loss?: Error
}

/** A vote that can be drawn. */
export interface VoteRun extends OpenedRun {
  readonly command: 'vote'
  readonly policy: VotingPolicy
  /** Samples that are there from an earlier time, in the order written. */
  readonly earlier: readonly Sample[]
  /** Samples still to be drawn at most. */
  readonly left: readonly VoteTask[]
  /**
   * Draws what is missing, and keeps what it comes to. Where the signal aborts, or samples fail the same way one after another, the result
   * holds what there is, and `break` says why.
   *
   * @throws MagiError for what stops it before its first sample, and where samples cannot be kept.
   */
  draw(listeners?: VoteListeners): Promise<VoteResult>
}

/** What a vote that is opened draws with. */
export interface VoteWork extends RunWork, Pick<VoteRun, 'policy' | 'earlier' | 'left'> {
  /** The request but for its seed. */
  readonly request: DrawRequest
  readonly answer: AnswerContext
}

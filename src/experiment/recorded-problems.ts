import type { AnswerContext } from '../answer/answer.ts'
import { goldAnswers, type Problem } from '../problem.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf, type ExtractAnswer } from '../vote/answer-of.ts'
import type { VotedSample } from '../vote/replay-vote.ts'
import { answerContextOf } from './answer-context.ts'
import type { SameAnswer } from './grade.ts'
import type { RecordedRun } from './revote.ts'

/** One problem of a run with what was drawn for it, the texts left on the disk. */
export interface RecordedProblem {
  readonly id: string
  /** As the dataset has it; absent for a vote. */
  readonly problem?: Problem
  readonly context: AnswerContext
  /** Every attempt, in the order written. */
  readonly samples: readonly VotedSample[]
}

/** How answers are read from a run. */
export interface ReadingOptions {
  /** Another kind of answer than the run asked for: answers are then taken anew from the recorded texts. */
  readonly asked?: AnswerContext
  readonly extract: ExtractAnswer
}

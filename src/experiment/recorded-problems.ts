import type { AnswerContext } from '../answer/answer.ts'
import type { Problem } from '../config/problem.ts'
import { defined } from '../ground/defined.ts'
import type { Manifest } from '../journal/manifest.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf, type ExtractAnswer } from '../vote/answer-of.ts'
import type { VotedSample } from '../vote/recount.ts'
import { answerContextOf } from './answer-context.ts'
import { runContext } from './run-context.ts'

/** A run as it lies on the disk. */
export interface RecordedRun {
  readonly manifest: Manifest
  /** Of an experiment; none for a vote. */
  readonly problems: readonly Problem[]
  readonly samples: AsyncIterable<Sample>
}

/** One problem of a run with what was drawn for it; the texts stay on the disk. */
export interface RecordedProblem {
  readonly id: string
  /** As the dataset has it; absent for a vote. */
  readonly problem?: Problem
  readonly context: AnswerContext
  /** Every attempt, in the order written. */
  readonly samples: readonly VotedSample[]
}

/** How answers are read from a run. */
export interface RecordedReading {
  /** Another kind of answer than the run asked for: answers are then taken anew from the recorded texts. */
  readonly asked?: AnswerContext
  readonly extract: ExtractAnswer
}

/** What is known of the answers to one problem of a run. */
export function recordedContext(
  manifest: Pick<Manifest, 'answer' | 'request' | 'salvage'>,
  problem: Problem | undefined,
  asked: AnswerContext = {},
): AnswerContext {
  const wish = { ...runContext(manifest), ...asked }
  return problem === undefined ? wish : { ...answerContextOf(problem, wish), ...asked }
}

/**
 * Gathers the samples of a run by problem, in the order of its set, out of one pass over its journal. Memory holds answers and numbers of
 * the samples, never their texts.
 */
export async function recordedProblems(
  { manifest, problems, samples }: RecordedRun,
  { asked, extract }: RecordedReading,
): Promise<RecordedProblem[]> {
  const gathered = new Map<string, Omit<RecordedProblem, 'samples'> & { readonly samples: VotedSample[] }>()
  const add = (id: string, problem?: Problem) => {
    const context = recordedContext(manifest, problem, asked)
    const fresh = { id, context, samples: [], ...defined({ problem }) }
    gathered.set(id, fresh)
    return fresh
  }
  for (const problem of problems) add(problem.id, problem)
  for await (const { thinking: _thinking, text, ...sample } of samples) {
    const known = gathered.get(sample.problem) ?? add(sample.problem)
    const answer =
      asked === undefined
        ? sample.answer
        : answerOf({ text, end: sample.end }, known.context, extract, sample.forced)
    known.samples.push({ ...sample, answer })
  }
  return [...gathered.values()]
}

/** The last attempt at each launch index, in launch order. */
export function lastAttempts(samples: readonly VotedSample[]): VotedSample[] {
  const last = new Map(samples.map((sample) => [sample.index, sample]))
  return [...last.values()].sort((left, right) => left.index - right.index)
}

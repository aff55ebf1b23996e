import type { AnswerContext } from '../answer/answer.ts'
import { answerGrouper } from '../answer/answer-grouper.ts'
import { goldAnswers, type Problem } from '../config/problem.ts'
import { defined } from '../ground/defined.ts'
import type { Manifest } from '../journal/manifest.ts'
import { winnerOf } from '../vote/vote.ts'
import type { ProblemOutcome } from './estimate/outcome.ts'
import { gradedFields, votedByField } from './field-outcomes.ts'
import { gradeAnswer, type SameAnswer, type Verdict } from './grade.ts'
import { outcomeOfRun } from './outcome-of.ts'
import { lastAttempts, type RecordedProblem } from './recorded-problems.ts'
import { recordedQuestion } from './recorded-run.ts'
import { recountProblem } from './recount-problem.ts'
import type { RecordedQuestion } from './trace/question.ts'

/** Grades answers against the gold answers of a problem, each spelling once; `undefined` where there is no gold answer. */
export function graderOf(
  problem: Problem | undefined,
  context: AnswerContext,
  sameAnswer: SameAnswer,
): ((answer: string) => Verdict) | undefined {
  const gold = problem === undefined ? [] : goldAnswers(problem)
  if (problem === undefined || gold.length === 0) return undefined
  const known = new Map<string, Verdict>()
  return (answer) => {
    const verdict =
      known.get(answer) ?? gradeAnswer({ problem: problem.id, answer }, { gold, context, sameAnswer })
    known.set(answer, verdict)
    return verdict
  }
}

/** One problem of a run as the figures want it, by the vote as it was held. */
export function recountOutcome(
  recorded: RecordedProblem,
  manifest: Manifest,
  sameAnswer: SameAnswer,
): ProblemOutcome {
  const { id, problem, context, samples } = recorded
  const { vote, tally } = recountProblem(recorded, manifest).outcome
  const winner = winnerOf(vote)
  const grade = graderOf(problem, context, sameAnswer)
  const outcome = outcomeOfRun({
    id,
    samples,
    clusters: tally.clusters,
    ...defined({ winner }),
    ...(grade === undefined ? {} : { isRight: (answer) => grade(answer).correct }),
  })
  const gold = problem === undefined ? [] : goldAnswers(problem)
  return votedByField(outcome, gradedFields({ id, context, gold, samples: lastAttempts(samples) }, manifest))
}

/** One problem of a run as a recorded question, for a simulation. */
export function questionOfRun(
  { id, problem, context, samples }: RecordedProblem,
  manifest: Manifest,
  sameAnswer: SameAnswer,
): RecordedQuestion {
  const { runId, model, dataset } = manifest
  const grade = graderOf(problem, context, sameAnswer)
  const [gold] = problem === undefined ? [] : goldAnswers(problem)
  return recordedQuestion(id, lastAttempts(samples), {
    source: runId,
    model: model.name,
    ...(dataset === undefined ? {} : { dataset: dataset.path }),
    group: answerGrouper(context),
    terms: manifest,
    ...(grade === undefined || gold === undefined
      ? {}
      : { gold: { text: gold, isGold: (answer) => grade(answer).correct } }),
  })
}

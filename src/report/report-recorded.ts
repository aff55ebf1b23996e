import { outcomeOfRecorded } from '../experiment/outcome-of.ts'
import type { RecordedQuestion } from '../experiment/trace/question.ts'
import { defined } from '../ground/defined.ts'
import type { ReportedSample } from './report.ts'
import type { ProblemReport } from './report-problem.ts'

/**
 * Turns one recorded question into what a report needs of it. The vote goes to the answer with most votes, ties to the first seen.
 *
 * @param first - Take only this many samples of it, the first in launch order; all where absent.
 */
export function reportRecorded(question: RecordedQuestion, first = Number.POSITIVE_INFINITY): ProblemReport {
  const { answers, classes, tokens } = question
  const outcome = outcomeOfRecorded({
    ...question,
    answers: answers.slice(0, first),
    classes: classes.slice(0, first),
    ...defined({ tokens: tokens?.slice(0, first) }),
  })
  const { winner, correct } = outcome
  const samples = outcome.samples.map(({ cluster, tokens: count }, index): ReportedSample => {
    const answer = answers[index] ?? undefined
    return {
      index,
      votes: cluster !== undefined,
      ...defined({ answer }),
      ...(cluster === undefined ? {} : { withWinner: cluster === winner }),
      ...(cluster === undefined || correct === undefined ? {} : { correct: correct.includes(cluster) }),
      ...defined({ tokens: count }),
    }
  })
  const votes = samples.filter(({ withWinner }) => withWinner === true)
  const chosen = votes[0]?.answer
  const others = new Map<number, string[]>()
  for (const [index, { cluster }] of outcome.samples.entries()) {
    if (cluster === undefined || cluster === winner) continue
    others.set(cluster, [...(others.get(cluster) ?? []), answers[index] ?? ''])
  }
  const level = [...others.values()].filter(({ length }) => length === votes.length)
  const tiedWith = level.flatMap(([answer = '']) => [answer])
  return {
    outcome,
    reported: {
      id: outcome.id,
      ...(question.gold === undefined ? {} : { gold: [question.gold] }),
      vote: {
        type: votes.length === 0 ? 'no-answers' : 'won',
        answers: chosen === undefined ? [] : [chosen],
        votes: votes.length,
        ballots: samples.filter((sample) => sample.votes).length,
        ...(tiedWith.length > 0 && { tiedWith }),
        ...(correct === undefined || winner === undefined ? {} : { correct: correct.includes(winner) }),
      },
      samples,
    },
  }
}

import type { RecordedProblem, VoteReport } from '../../index.ts'

type Magi = typeof import('../../index.ts')

/** The votes of an experiment, a line a problem, and how many of those that can be graded are right. */
export function voteTable(
  magi: Magi,
  votes: readonly { readonly recorded: RecordedProblem; readonly report: VoteReport }[],
): { readonly lines: readonly string[]; readonly graded: number; readonly right: number } {
  let graded = 0
  let right = 0
  const rows = votes.map(({ recorded: { id, problem, context }, report }) => {
    // What was never drawn is neither right nor wrong.
    const grade = report.samples.drawn === 0 ? undefined : magi.graderOf(problem, context, magi.sameAnswer)
    const correct = report.vote.type === 'won' && grade?.(report.vote.answer).correct === true
    if (grade !== undefined) graded += 1
    if (correct) right += 1
    return [
      magi.oneLine(magi.cleanForTerminal(id), 30),
      magi.oneLine(magi.verdictText(report), 110),
      grade === undefined ? '' : correct ? 'right' : 'wrong',
    ]
  })
  return { lines: magi.alignColumns(rows, [1, 2]), graded, right }
}

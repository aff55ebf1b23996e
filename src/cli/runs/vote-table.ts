import { sameAnswer } from '../../answer/same-answer.ts'
import { graderOf } from '../../experiment/recorded-outcome.ts'
import type { RecordedProblem } from '../../experiment/recorded-problems.ts'
import { alignColumns } from '../../report/columns.ts'
import { oneLine } from '../../report/format.ts'
import { verdictText } from '../../report/vote-text.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { VoteReport } from '../../vote/schema.ts'

/** The votes of an experiment, a line a problem, and how many of those that can be graded are right. */
export function voteTable(
  votes: readonly { readonly recorded: RecordedProblem; readonly report: VoteReport }[],
): { readonly lines: readonly string[]; readonly graded: number; readonly right: number } {
  let graded = 0
  let right = 0
  const rows = votes.map(({ recorded: { id, problem, context }, report }) => {
    // What was never drawn is neither right nor wrong.
    const grade = report.samples.drawn === 0 ? undefined : graderOf(problem, context, sameAnswer)
    const correct = report.vote.type === 'won' && grade?.(report.vote.answer).correct === true
    if (grade !== undefined) graded += 1
    if (correct) right += 1
    return [
      oneLine(cleanForTerminal(id), 30),
      oneLine(verdictText(report, true, context.choices), 110),
      grade === undefined ? '' : correct ? 'right' : 'wrong',
    ]
  })
  return { lines: alignColumns(rows, [1, 2]), graded, right }
}

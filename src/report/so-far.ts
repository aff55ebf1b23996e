import { cleanForTerminal } from '../stream/terminal-text.ts'
import { formatMany, oneLine } from './format.ts'
import type { ReportedProblem, SourceReport } from './report.ts'

/** Problems listed one by one. */
const mostProblems = 20

/** Heads of the columns of {@link soFarRows}. */
export const soFarColumns = ['problem', 'samples', 'leads so far', 'votes', ''] as const

/** What there is of a source that has no figure yet: each problem of which something was drawn, and the answer that leads; model text in it is clean. */
export function soFarRows({ problems }: Pick<SourceReport, 'problems'>): string[][] {
  return begun(problems).slice(0, mostProblems).map(rowOf)
}

/** What the rows do not hold; `undefined` where they hold all. */
export function soFarRest({ problems }: Pick<SourceReport, 'problems'>): string | undefined {
  const hidden = begun(problems).length - mostProblems
  return hidden > 0 ? `and ${formatMany(hidden, 'more problem')}` : undefined
}

function begun(problems: readonly ReportedProblem[]): ReportedProblem[] {
  return problems.filter(({ samples }) => samples.length > 0)
}

function rowOf({ id, samples, vote }: ReportedProblem): string[] {
  const clean = (text: string) => oneLine(cleanForTerminal(text), 40)
  const leader = vote?.tally?.clusters[0]
  const drawn = samples.filter(({ ending }) => ending !== 'cancelled').length
  if (leader === undefined) return [clean(id), String(drawn), 'no answer', '', '']
  const ballots = samples.filter(({ votes }) => votes).length
  const correct = samples.find(({ index }) => leader.samples.includes(index))?.correct
  const verdict = correct === undefined ? '' : correct ? 'right' : 'wrong'
  return [clean(id), String(drawn), clean(leader.answer), `${leader.votes} of ${ballots}`, verdict]
}

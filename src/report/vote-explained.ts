import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { VoteReport } from '../vote/schema.ts'
import { oneLine } from './format.ts'

/** How one sample's answer was found. */
export interface FoundAnswer {
  readonly index: number
  readonly value: string
  /** The rule that found it. */
  readonly by: string
}

/** Whether two answers are one, and what says so; `sameAnswer` of the answer engine, bound to its problem. */
export type CompareAnswers = (a: string, b: string) => { readonly same: boolean; readonly by: string }

/**
 * Why a vote is as it is, for a person: which rule found each answer, what joined spellings, and what parted the clusters
 * from the leader.
 */
export function explainedLines(
  { clusters }: Pick<VoteReport, 'clusters'>,
  found: readonly FoundAnswer[],
  compare: CompareAnswers,
): string[] {
  const shown = (text: string) => oneLine(cleanForTerminal(text))
  const lines = [...found]
    .sort((a, b) => a.index - b.index)
    .map(({ index, value, by }) => `#${index} says ${shown(value)}, found by: ${by}`)
  for (const { answer, spellings } of clusters) {
    for (const spelling of spellings) {
      if (spelling === answer) continue
      const { same, by } = compare(answer, spelling)
      lines.push(
        `${shown(spelling)} counts as ${shown(answer)}: ${same ? by : 'the other answers to this problem join them'}`,
      )
    }
  }
  const [leader, ...others] = clusters
  for (const { answer } of others) {
    const { same, by } = compare(leader?.answer ?? '', answer)
    lines.push(
      `${shown(answer)} is not ${shown(leader?.answer ?? '')}: ${same ? 'the other answers to this problem part them' : by}`,
    )
  }
  return lines
}

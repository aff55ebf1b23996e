import { groupAnswers } from '../../src/answer/group-answers.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import type { Recording } from '../support/recordings.ts'

/** What grouping changes on recorded answers against counting equal strings. */
export interface AgainstPlain {
  readonly source: string
  readonly questions: number
  /** Questions where another answer wins (neither count tied). */
  readonly otherWinner: number
  /** Questions tied by strings and decided by grouping. */
  readonly tiesLost: number
  /** Questions decided by strings and tied by grouping. */
  readonly tiesWon: number
  /** Share of questions whose winner is the known answer. A tie is no winner. */
  readonly rightByStrings: number
  readonly rightByGrouping: number
  readonly ballots: number
  readonly millisecondsAQuestion: number
}

type Winner = { readonly answer: string } | 'tied' | 'none'

/** Votes on every question twice: by the strings as they are, and by the clusters of the engine. */
export function againstPlainVote({ source, questions }: Recording): AgainstPlain {
  let [otherWinner, tiesLost, tiesWon, byStrings, byGrouping, ballots] = [0, 0, 0, 0, 0, 0]
  let milliseconds = 0
  for (const { answers, gold } of questions) {
    const plain = winnerOf(countStrings(answers))
    const start = performance.now()
    const { clusters } = groupAnswers(answers)
    milliseconds += performance.now() - start
    const grouped = winnerOf(clusters.map(({ answer, members }) => ({ answer, votes: members.length })))
    ballots += answers.length
    if (plain === 'tied' && typeof grouped === 'object') tiesLost++
    if (typeof plain === 'object' && grouped === 'tied') tiesWon++
    if (typeof plain === 'object' && typeof grouped === 'object' && !isSame(plain.answer, grouped.answer))
      otherWinner++
    if (gold !== undefined && typeof plain === 'object' && isSame(plain.answer, gold)) byStrings++
    if (gold !== undefined && typeof grouped === 'object' && isSame(grouped.answer, gold)) byGrouping++
  }
  return {
    source,
    questions: questions.length,
    otherWinner,
    tiesLost,
    tiesWon,
    rightByStrings: byStrings / questions.length,
    rightByGrouping: byGrouping / questions.length,
    ballots,
    millisecondsAQuestion: milliseconds / questions.length,
  }
}

function isSame(a: string, b: string): boolean {
  return sameAnswer(a, b).same
}

function countStrings(answers: readonly (string | null)[]): { answer: string; votes: number }[] {
  const votes = new Map<string, number>()
  for (const answer of answers)
    if (answer !== null) votes.set(answer.trim(), (votes.get(answer.trim()) ?? 0) + 1)
  return [...votes].map(([answer, count]) => ({ answer, votes: count }))
}

function winnerOf(counts: readonly { answer: string; votes: number }[]): Winner {
  const [first, second] = [...counts].sort((a, b) => b.votes - a.votes)
  if (first === undefined) return 'none'
  return first.votes === second?.votes ? 'tied' : { answer: first.answer }
}

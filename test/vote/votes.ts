import type { Ballot } from '../../src/vote/ballot.ts'

/** Ballots in launch order; `-` abstains. */
export function votes(...answers: string[]): Ballot[] {
  return answers.map((answer, index) =>
    answer === '-'
      ? { type: 'abstained', index, reason: 'truncated' }
      : { type: 'counted', index, answer, kind: 'text', weight: 1 },
  )
}

import type { VoteCount } from '../../vote/run-vote.ts'

/** After this many samples that all finished without an answer, the question most likely has none that can be counted. */
export const firstFew = 2

/** Whether samples have ended, a few at least, and every one of them finished without an answer. */
export function isOpenQuestion(count: Pick<VoteCount, 'standing' | 'tally'>): boolean {
  const { standing } = count
  // The tally is made when it is asked for, at a cost that grows with the samples: only where there is no ballot yet.
  if (standing.drawn < firstFew || standing.ballots > 0) return false
  return count.tally.abstained['not-found']?.length === standing.drawn
}

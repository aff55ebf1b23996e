/** What to do when the leaders have equal votes at the end. */
export const tiePolicies = ['declare', 'first', 'extend'] as const

/**
 * What to do when the leaders have equal votes at the end.
 *
 * `declare` a tie is the outcome · `first` the answer with the smallest launch index wins, as in the literature · `extend` draw
 * up to some more samples, one at a time, until the tie breaks; declared if it does not.
 */
export type TiePolicy = (typeof tiePolicies)[number]

/** What of JSON answers is voted on: each field, or the whole. */
export const voteUnits = ['field', 'whole'] as const

/** What of a policy decides a vote once the ballots are counted. */
export interface OutcomeTerms {
  readonly tie: TiePolicy
  /** Least votes / drawn that the winner needs, from 0 to 1; none when absent. */
  readonly quorum?: number
}

/** Whether votes are too few of the samples drawn. */
export function isShort(votes: number, drawn: number, { quorum }: Pick<OutcomeTerms, 'quorum'>): boolean {
  return quorum !== undefined && votes / drawn < quorum
}

/** What a vote is short of. */
export interface Shortness {
  /** Samples drawn, abstentions included. */
  readonly drawn: number
  /** Least votes / drawn that was asked for, from 0 to 1; absent only of a vote by fields that ran short otherwise. */
  readonly quorum?: number
}

/** Of how many samples drawn a vote is short, and what share it needs, where it needs one. */
export function shortOf({ quorum }: OutcomeTerms, drawn: number): Shortness {
  return quorum === undefined ? { drawn } : { drawn, quorum }
}

/** An outcome in a word or two. */
export const outcomeNames = {
  won: 'won',
  tied: 'tied',
  short: 'short of the quorum',
  'no-answers': 'no answer',
} as const

import type { AnswerKind } from '../answer/answer.ts'
import type { AbstainReason } from './ballot.ts'
import type { Assembly, FieldVote } from './fields/field-vote.ts'
import { isShort, type OutcomeTerms, type Shortness, shortOf } from './outcome-terms.ts'
import type { Tally, TallyCluster } from './tally.ts'
import { wilsonInterval } from './wilson.ts'

/** How many ballots an answer has, and what share of all that is. */
interface Support {
  /** Ballots for it; for each of them where answers are tied. */
  readonly votes: number
  /** All ballots that count. */
  readonly ballots: number
  /** votes / ballots, above 0 and at most 1. */
  readonly share: number
  /** Wilson 95 % interval of the share; see {@link wilsonInterval} for what it is of. */
  readonly shareInterval: readonly [low: number, high: number]
}

/** What a vote by fields has beside; its support is that of the required field with the smallest share. */
interface ByFields {
  /** The vote on each field, in the order of the schema; absent where answers were voted on as wholes. */
  readonly fields?: readonly FieldVote[]
  /** How the answer was put together out of them. */
  readonly assembly?: Assembly
}

/** How an answer was told from others with as many votes: `launch-order` it came first, `rule` the stop rule had chosen it. */
export const tieBreaks = ['launch-order', 'rule'] as const

/** A tie that was broken: nobody had more votes, and one answer was taken all the same. */
export interface BrokenTie {
  /** The others with as many votes, by smallest launch index. */
  readonly answers: readonly string[]
  readonly brokenBy: (typeof tieBreaks)[number]
}

/** One answer won. */
export interface WonVote extends Support, ByFields {
  /** Absent where the answer had more votes than any other. */
  readonly tie?: BrokenTie
  readonly type: 'won'
  readonly answer: string
  readonly kind: AnswerKind
  /** The winning cluster of the tally; one without samples where none wrote the answer, which was put together out of fields. */
  readonly cluster: TallyCluster
}

/** Several answers lead with equal votes, and the tie policy does not choose. */
export interface TiedVote extends Support {
  readonly type: 'tied'
  /** The leaders, by smallest launch index; at least two. */
  readonly answers: readonly string[]
  /** Their clusters of the tally, in the same order. */
  readonly clusters: readonly TallyCluster[]
}

/** One answer leads, and its votes are too few of the samples drawn; of a vote by fields, a required field is not won. */
export interface ShortVote extends Support, ByFields, Shortness {
  readonly type: 'short'
  readonly answer: string
  readonly kind: AnswerKind
  /** The leading cluster of the tally; one without samples where none wrote the answer, which was put together out of fields. */
  readonly cluster: TallyCluster
}

/** Nobody voted. */
export interface NoAnswersVote {
  readonly type: 'no-answers'
  /** Samples drawn; all of them abstained. */
  readonly drawn: number
  /** How many abstained, by reason. */
  readonly abstained: Readonly<Partial<Record<AbstainReason, number>>>
}

/** The outcome of a vote. A tie is a tie, and no answer is no answer: a winner is never invented. */
export type Vote = WonVote | TiedVote | ShortVote | NoAnswersVote

/** A vote without the clusters of its tally, as it is written down. */
export type VoteFigures = WithoutClusters<Vote>

type WithoutClusters<V> = V extends Vote ? Omit<V, 'cluster' | 'clusters'> : never

/** The cluster that won; `undefined` where none did. */
export function winnerOf(vote: Vote): TallyCluster | undefined {
  return vote.type === 'won' ? vote.cluster : undefined
}

/** The outcome where nobody voted. */
export function noAnswers({ drawn, abstained }: Pick<Tally, 'drawn' | 'abstained'>): NoAnswersVote {
  const counts = Object.entries(abstained).map(([reason, samples]) => [reason, samples.length])
  return { type: 'no-answers', drawn, abstained: Object.fromEntries(counts) }
}

/**
 * The outcome of a tally.
 *
 * A tie is looked at first, then whether votes are too few: under `declare`, tied leaders are tied even when both have too few.
 *
 * @param chosen - Position in the tally of the answer that the stop rule chose, where it does not simply take the leader.
 */
export function decideVote(tally: Tally, terms: OutcomeTerms, chosen?: number): Vote {
  const { tie: policy } = terms
  const leader = tally.clusters[chosen ?? 0]
  if (leader === undefined) return noAnswers(tally)
  const { votes, answer, kind } = leader
  const { ballots, drawn } = tally
  const support = { votes, ballots, share: votes / ballots, shareInterval: wilsonInterval(votes, ballots) }
  const level = tally.clusters.filter((cluster) => cluster.weight === leader.weight)
  const others = level.filter((cluster) => cluster !== leader).map((cluster) => cluster.answer)
  if (chosen === undefined && policy !== 'first' && level.length > 1) {
    return { type: 'tied', answers: level.map((cluster) => cluster.answer), clusters: level, ...support }
  }
  if (isShort(votes, drawn, terms)) {
    return { type: 'short', answer, kind, cluster: leader, ...support, ...shortOf(terms, drawn) }
  }
  const tie: BrokenTie = { answers: others, brokenBy: chosen === undefined ? 'launch-order' : 'rule' }
  return { type: 'won', answer, kind, cluster: leader, ...support, ...(others.length > 0 && { tie }) }
}

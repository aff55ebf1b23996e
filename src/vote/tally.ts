import type { AnswerKind, Grouping } from '../answer/answer.ts'
import type { AbstainReason, Ballot, CountedBallot } from './ballot.ts'

/** Puts answers that say the same into one cluster; `groupAnswers` of the answer engine, bound to its problem. */
export type GroupAnswers = (answers: readonly string[]) => Grouping

/** The ballots for one answer, however it was spelt. */
export interface TallyCluster {
  /** The most frequent spelling. */
  readonly answer: string
  readonly kind: AnswerKind
  /** How many ballots it has. */
  readonly votes: number
  /** What these ballots weigh together; equal to `votes` in a plain majority vote. */
  readonly weight: number
  /** Every spelling, most frequent first. */
  readonly spellings: readonly string[]
  /** Launch indexes of the samples that gave it, ascending. */
  readonly samples: readonly number[]
}

/** The ballots counted, whatever order they arrived in. */
export interface Tally {
  /** Samples drawn: ballots and abstentions. */
  readonly drawn: number
  /** Samples whose answer counts. */
  readonly ballots: number
  /** By weight, heaviest first; equal weights by the smallest launch index. */
  readonly clusters: readonly TallyCluster[]
  /** Launch indexes of the samples that abstained, by reason, ascending. */
  readonly abstained: Readonly<Partial<Record<AbstainReason, readonly number[]>>>
}

/**
 * Counts ballots over clusters of equivalent answers.
 *
 * The result depends on the launch indexes alone: the ballots may come in any order.
 *
 * @param ballots - One for each drawn sample; launch indexes are distinct.
 * @param group - Groups the answers, which it gets in launch order. A position it calls abstained counts as `not-found`.
 */
export function tallyBallots(ballots: readonly Ballot[], group: GroupAnswers): Tally {
  const inOrder = ballots.toSorted((left, right) => left.index - right.index)
  const counted = inOrder.filter((ballot) => ballot.type === 'counted')
  const grouping = group(counted.map((ballot) => ballot.answer))
  const blank = new Set(grouping.abstained.map((position) => at(counted, position)))
  const abstained: Partial<Record<AbstainReason, number[]>> = {}
  for (const ballot of inOrder) {
    if (ballot.type === 'counted' && !blank.has(ballot)) continue
    const reason = ballot.type === 'counted' ? 'not-found' : ballot.reason
    abstained[reason] ??= []
    abstained[reason].push(ballot.index)
  }
  const clusters = grouping.clusters.map((cluster): TallyCluster => {
    const members = cluster.members.map((position) => at(counted, position))
    return {
      answer: cluster.answer,
      kind: cluster.kind,
      votes: members.length,
      weight: members.reduce((sum, ballot) => sum + ballot.weight, 0),
      spellings: cluster.spellings,
      samples: members.map((ballot) => ballot.index).sort((left, right) => left - right),
    }
  })
  clusters.sort((left, right) => right.weight - left.weight || firstIndex(left) - firstIndex(right))
  return {
    drawn: ballots.length,
    ballots: clusters.reduce((sum, cluster) => sum + cluster.votes, 0),
    clusters,
    abstained,
  }
}

/** The smallest launch index in a cluster: among equal votes the smaller one comes first. */
export function firstIndex(cluster: TallyCluster): number {
  return cluster.samples[0] ?? Number.POSITIVE_INFINITY
}

function at(counted: readonly CountedBallot[], position: number): CountedBallot {
  const ballot = counted[position]
  if (ballot === undefined) throw new RangeError(`the grouping names answer ${position} of ${counted.length}`)
  return ballot
}

import type { VoteCounts } from './vote-counts.ts'

/**
 * How a sample ended, as the figures tell it apart: `finished` by itself · `truncated` at the token limit · `looped` stopped by the loop guard ·
 * `tripped` stopped by another guard · `failed` on the way.
 */
export const outcomeEndings = ['finished', 'truncated', 'looped', 'tripped', 'failed'] as const

/** How a sample ended. */
export type OutcomeEnding = (typeof outcomeEndings)[number]

/** What one sample drawn adds to the figures. Cancelled samples were not drawn to the end and are left out. */
export interface SampleOutcome {
  /** Absent where it was not recorded. */
  readonly ending?: OutcomeEnding
  /** The cluster its answer belongs to, numbered within its problem. Absent where the sample abstains. */
  readonly cluster?: number
  /** Weight of its vote, at least 0; 1 where absent. */
  readonly weight?: number
  /** Tokens generated, thinking included, by all its attempts. */
  readonly tokens?: number
  /** From request to end, of all its attempts together. */
  readonly elapsedMs?: number
}

/** What was paid. */
export interface Spent {
  readonly tokens: number
  readonly elapsedMs: number
}

/** One field of the answers to a problem, where these are voted field by field. */
export interface FieldElectorate {
  /** What each sample says of it, in launch order, numbered; absent where it says nothing. */
  readonly clusters: readonly (number | undefined)[]
  /** The cluster that is right. */
  readonly right: number
  /** The cluster that is elected where several are level: an item of an array is out unless more than half hold it. One of them at random where absent. */
  readonly winsTies?: number
}

/** What one problem adds to the figures. */
export interface ProblemOutcome {
  /** Unique within its source. */
  readonly id: string
  /**
   * The question asked, where several entries ask the same one (as of several models): errors cluster by it. The id where absent.
   */
  readonly question?: string
  /** In launch order. */
  readonly samples: readonly SampleOutcome[]
  /** Clusters judged right; absent where no right answer is known. */
  readonly correct?: readonly number[]
  /** Its fields, where a vote on it is held field by field: it is right where each of them is. `correct` judges the answers whole. */
  readonly fields?: readonly FieldElectorate[]
  /** What samples cost that were cancelled and are none of `samples`: of the cost of the run, and of no figure over samples. */
  readonly cancelled?: Spent
  /** The cluster the run's own vote chose; absent where there was no winner. */
  readonly winner?: number
}

/** Whether the answer of a sample was right. Abstaining is not. */
export function isCorrect(sample: SampleOutcome, problem: ProblemOutcome): boolean {
  return sample.cluster !== undefined && (problem.correct?.includes(sample.cluster) ?? false)
}

/** The votes of a problem, one a sample whatever its weight. */
export function countVotes(problem: ProblemOutcome): VoteCounts {
  const votes = new Map<number, number>()
  let abstained = 0
  for (const { cluster } of problem.samples) {
    if (cluster === undefined) abstained++
    else votes.set(cluster, (votes.get(cluster) ?? 0) + 1)
  }
  const right = new Set(problem.correct)
  return {
    correct: [...votes].flatMap(([cluster, count]) => (right.has(cluster) ? [count] : [])),
    wrong: [...votes].flatMap(([cluster, count]) => (right.has(cluster) ? [] : [count])),
    abstained,
  }
}

/** The problem as if only its first `n` samples had been drawn. The run's own vote no longer applies. */
export function firstSamples(
  { winner: _winner, cancelled: _cancelled, ...problem }: ProblemOutcome,
  n: number,
): ProblemOutcome {
  return {
    ...problem,
    samples: problem.samples.slice(0, n),
    ...(problem.fields && {
      fields: problem.fields.map((field) => ({ ...field, clusters: field.clusters.slice(0, n) })),
    }),
  }
}

/**
 * The vote over all samples by launch order: the cluster with most votes, a tie to the one seen first, as the literature does.
 *
 * @returns Its number, or `undefined` where every sample abstains.
 */
export function firstSeenWinner(problem: ProblemOutcome): number | undefined {
  const votes = new Map<number, number>()
  for (const { cluster } of problem.samples) {
    if (cluster !== undefined) votes.set(cluster, (votes.get(cluster) ?? 0) + 1)
  }
  let leader: number | undefined
  // Map keeps first-seen order, so only a strict majority over the leader replaces it.
  for (const [cluster, count] of votes) {
    if (leader === undefined || count > (votes.get(leader) ?? 0)) leader = cluster
  }
  return leader
}

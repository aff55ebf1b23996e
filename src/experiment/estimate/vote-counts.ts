/** How the samples of one problem voted, and which answers were right. */
export interface VoteCounts {
  /**
   * Votes of each cluster judged right, each at least 1. Usually one cluster; empty when no sample was right; more than one when the problem
   * has several right answers that are not equivalent to each other.
   */
  readonly correct: readonly number[]
  /** Votes of each other cluster, each at least 1. */
  readonly wrong: readonly number[]
  /** Samples without a vote: truncated, tripped, forced, failed or unanswered. */
  readonly abstained: number
}

/** Samples of one problem: votes and abstentions. */
export function samplesIn({ correct, wrong, abstained }: VoteCounts): number {
  return votesOf(correct) + votesOf(wrong) + abstained
}

/** Sum of the votes of some clusters. */
export function votesOf(clusters: readonly number[]): number {
  return clusters.reduce((sum, votes) => sum + votes, 0)
}

/**
 * Refuses a number of samples that cannot be taken out of `n`.
 *
 * @throws RangeError unless `k` is a whole number from 1 to `n`.
 */
export function requireSampleCount(k: number, n: number): void {
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new RangeError(
      `k = ${k} is not a whole number from 1 to ${n}, the samples there are: draw more, or ask for a smaller k`,
    )
  }
}

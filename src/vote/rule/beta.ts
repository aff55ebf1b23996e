import type { StopRule } from '../stop-rule.ts'

/**
 * Adaptive-Consistency with the Beta criterion: stops when the leader is the majority over the runner-up with at least the given
 * confidence. It looks at two answers only and knows no N.
 *
 * Source: Aggarwal et al. 2023, "Let's Sample Step by Step: Adaptive-Consistency for Efficient Reasoning and Coding with LLMs"
 * (arXiv 2305.11860).
 *
 * @param confidence - Above 0.5 and below 1; 0.95 in the paper.
 */
export function betaRule(label: string, confidence: number): StopRule {
  return {
    label,
    decide: ({ counts: [leader = 0, second = 0] }) => ({
      enough: majorityConfidence(leader, second) >= confidence,
    }),
  }
}

/**
 * Posterior chance that an answer with `leader` votes is more likely than one with `second`, under a uniform prior:
 * 1 - I_{1/2}(leader + 1, second + 1) = 2^-(m) Σ_{j=0..leader} C(m, j) with m = leader + second + 1.
 *
 * In whole numbers, so that no rounding decides at the limit (exact while m < 54).
 */
export function majorityConfidence(leader: number, second: number): number {
  const tosses = leader + second + 1
  let ways = 1
  let sum = 1
  let halvings = tosses
  for (let heads = 1; heads <= leader; heads++) {
    ways = (ways * (tosses - heads + 1)) / heads
    sum += ways
    if (sum > 2 ** 900) {
      ways *= 2 ** -600
      sum *= 2 ** -600
      halvings -= 600
    }
  }
  return sum * 2 ** -halvings
}

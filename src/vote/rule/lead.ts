import type { StopRule } from '../stop-rule.ts'

/**
 * Stops when the leader is a number of votes ahead of the runner-up.
 *
 * With 3 votes it decides exactly as the sequential probability ratio test of ConSol with its shipped constants. Source: Lee
 * et al. 2025, "ConSol: Sequential Probability Ratio Testing to Find Consistent LLM Reasoning Paths Efficiently" (arXiv
 * 2503.17587).
 *
 * @param votes - Whole number of votes, at least 1.
 */
export function leadRule(label: string, votes: number): StopRule {
  return {
    label,
    decide: ({ counts: [leader = 0, second = 0] }) => ({ enough: leader - second >= votes }),
  }
}

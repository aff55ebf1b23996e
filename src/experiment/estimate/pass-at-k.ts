import { requireSampleCount } from './vote-counts.ts'

/**
 * Chance that at least one of `k` samples is correct, estimated from `n` samples of which `correct` were.
 *
 * Unbiased: 1 − C(n − correct, k) / C(n, k), multiplied out so that no factorial overflows:
 * 1 − ∏ (1 − k / i) for i from n − correct + 1 to n. At k = 1 it is the share of correct samples, pass@1.
 * Source: Chen et al. 2021, "Evaluating Large Language Models Trained on Code", equation 1 (arXiv 2107.03374).
 *
 * @param n - Samples drawn, at least 1. Truncated, tripped and failed samples count, as incorrect.
 * @param correct - How many were correct, from 0 to `n`.
 * @param k - Whole number from 1 to `n`.
 * @returns A probability from 0 to 1.
 * @throws RangeError if `k` > `n`: no estimate exists there, so draw more samples or ask for a smaller `k`.
 */
export function passAtK(n: number, correct: number, k: number): number {
  requireSampleCount(k, n)
  if (!Number.isInteger(correct) || correct < 0 || correct > n) {
    throw new RangeError(`correct = ${correct} is not a whole number from 0 to ${n}`)
  }
  // Fewer than k wrong samples: every choice of k holds a right one.
  if (n - correct < k) return 1
  let allWrong = 1
  for (let i = n - correct + 1; i <= n; i++) allWrong *= 1 - k / i
  return 1 - allWrong
}

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
  requireCorrect(n, correct)
  return 1 - noneOf(n, correct, k)
}

/**
 * pass^k: chance that all of `k` samples are correct, estimated from `n` samples of which `correct` were.
 *
 * Unbiased: C(correct, k) / C(n, k), the chance that a choice of k holds none of the others. At k = 1 it is pass@1.
 * Source: Yao et al. 2024, "τ-bench", equation 1 (arXiv 2406.12045).
 *
 * @param n - Samples drawn, at least 1. Truncated, tripped and failed samples count, as incorrect.
 * @param correct - How many were correct, from 0 to `n`.
 * @param k - Whole number from 1 to `n`.
 * @returns A probability from 0 to 1.
 * @throws RangeError if `k` > `n`.
 */
export function passAllK(n: number, correct: number, k: number): number {
  requireSampleCount(k, n)
  requireCorrect(n, correct)
  return noneOf(n, n - correct, k)
}

/** Chance that a choice of `k` of `n` samples holds none of the `some`. */
function noneOf(n: number, some: number, k: number): number {
  // Fewer than k others: every choice of k holds one of them.
  if (n - some < k) return 0
  let none = 1
  for (let i = n - some + 1; i <= n; i++) none *= 1 - k / i
  return none
}

function requireCorrect(n: number, correct: number): void {
  if (Number.isInteger(correct) && correct >= 0 && correct <= n) return
  throw new RangeError(`correct = ${correct} is not a whole number from 0 to ${n}`)
}

import { randomSource } from '../../ground/random.ts'

/** Up to as many differences every way of signs is looked at: 65,536 of them. */
const mostExact = 16
/** Ways of signs that are drawn where there are more. Its own error at p = 0.05 is 0.002. */
const draws = 10_000
/** Sums that are equal on paper differ by rounding. */
const rounding = 1e-9

/**
 * Two-sided p-value of the sign-flip permutation test: how often the mean of paired differences would be at least as far from 0 if every difference
 * could as well have the other sign.
 *
 * It tests the mean that stands beside it, where a sign test counts only how many problems went which way. Exact for up to 16 differences that are
 * not 0; beyond, from 10,000 random ways of signs, the observed one counted among them. With right and wrong votes it is McNemar's exact test.
 * Source: Fisher 1935, "The design of experiments", §21; Phipson and Smyth 2010, "Permutation p-values should never be zero" (arXiv 1603.05766).
 *
 * @param differences - One for each problem.
 * @returns Above 0 and at most 1; 1 where nothing differs.
 */
export function signFlipPValue(differences: readonly number[], seed: number): number {
  const sizes = differences.map(Math.abs).filter((size) => size > rounding)
  const observed = Math.abs(differences.reduce((sum, each) => sum + each, 0)) - rounding * (1 + sizes.length)
  if (sizes.length <= mostExact) {
    const ways = 2 ** sizes.length
    let asFar = 0
    for (let signs = 0; signs < ways; signs++) {
      let sum = 0
      for (let at = 0; at < sizes.length; at++)
        sum += (signs >> at) & 1 ? (sizes[at] ?? 0) : -(sizes[at] ?? 0)
      if (Math.abs(sum) >= observed) asFar += 1
    }
    return asFar / ways
  }
  const random = randomSource(seed)
  let asFar = 1
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    for (let at = 0; at < sizes.length; at++)
      sum += random.next() < 0.5 ? (sizes[at] ?? 0) : -(sizes[at] ?? 0)
    if (Math.abs(sum) >= observed) asFar += 1
  }
  return asFar / (draws + 1)
}

const logFactorials = [0, 0]

/** ln(n!) for a whole n ≥ 0, summed up term by term: exact to rounding, and fast from the second call on. */
function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++)
    logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i))
  return logFactorials[n] ?? 0
}

/**
 * Probabilities of 0, 1 … `trials` successes in `trials` independent trials of chance `chance`.
 *
 * C(trials, x) · chance^x · (1 − chance)^(trials − x), by logarithms, so that no binomial coefficient overflows.
 *
 * @param trials - Whole number, at least 0.
 * @param chance - Between 0 and 1, both excluded.
 */
export function binomialProbabilities(trials: number, chance: number): Float64Array {
  const logChance = Math.log(chance)
  const logMiss = Math.log1p(-chance)
  const all = logFactorial(trials)
  return Float64Array.from({ length: trials + 1 }, (_, x) =>
    Math.exp(all - logFactorial(x) - logFactorial(trials - x) + x * logChance + (trials - x) * logMiss),
  )
}

/**
 * Two-sided p-value of the exact sign test: how often a fair coin, tossed `wins + losses` times, would come out at least as uneven.
 *
 * min(1, 2 · P(X ≤ min(wins, losses))) with X binomial (wins + losses, ½). With paired right/wrong outcomes this is McNemar's exact test.
 * Source: Dixon & Mood 1946, "The statistical sign test"; McNemar 1947, "Note on the sampling error of the difference between
 * correlated proportions".
 *
 * @returns From 0 to 1; 1 where there is no untied pair, which is no evidence at all.
 */
export function signTestPValue(wins: number, losses: number): number {
  const tail = binomialProbabilities(wins + losses, 0.5).subarray(0, Math.min(wins, losses) + 1)
  return Math.min(1, 2 * tail.reduce((sum, probability) => sum + probability, 0))
}

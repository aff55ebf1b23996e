const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/**
 * A duration as the flags take it: `500ms`, `30s`, `1.5m`, `8h`.
 *
 * The largest unit that gives a short exact number, so that a limit reads as it was written.
 *
 * @param ms - Milliseconds, 0 or more; rounded to whole ones.
 */
export function durationText(ms: number): string {
  const whole = Math.round(ms)
  for (const [unit, size] of units) {
    if (whole >= size && whole % (size / 10) === 0) return `${whole / size}${unit}`
  }
  return `${whole}ms`
}

/** A number of tokens, as a sentence says it. */
export function tokensText(tokens: number): string {
  return tokens === 1 ? '1 token' : `${tokens} tokens`
}

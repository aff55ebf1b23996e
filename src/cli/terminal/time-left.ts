/** What is known of an experiment that is under way. */
export interface Progress {
  /** Since it was begun or resumed, in milliseconds. */
  readonly elapsedMs: number
  /** Samples counted in that time. */
  readonly counted: number
  /** Mean and standard deviation of the time that one of them took, in milliseconds. */
  readonly sampleMs: { readonly mean: number; readonly deviation: number }
  /** Samples still to come: as many as problems took so far, and at most. */
  readonly left: { readonly usual: number; readonly most: number }
}

/** Two-sided 95 % of a normal distribution. */
const z = 1.96

/**
 * How long an experiment goes on, as a range: from as many samples as usual to all of them, at the pace so far.
 *
 * The pace of k samples predicts that of R further ones within 1 ± z · s/m · √(1/k + 1/R), the prediction interval of a mean, with s and m
 * of the samples' times.
 *
 * @returns In milliseconds; `undefined` before the first sample, or where none is left.
 */
export function timeLeft({ elapsedMs, counted, sampleMs, left }: Progress): [number, number] | undefined {
  if (counted === 0 || left.most <= 0) return undefined
  const paceMs = elapsedMs / counted
  const spread = (samples: number) =>
    sampleMs.mean === 0
      ? 0
      : z * (sampleMs.deviation / sampleMs.mean) * Math.sqrt(1 / counted + 1 / Math.max(1, samples))
  const { usual, most } = left
  return [Math.max(0, paceMs * usual * (1 - spread(usual))), paceMs * most * (1 + spread(most))]
}

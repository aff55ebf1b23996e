import { randomSource } from '../../src/ground/random.ts'

/** What one way of spending gains over another on each question of a batch, mean over orders. */
export type BatchGains = readonly number[]

/** A mean over sources, each weighing the same and batches within one the same, with its 95 % bootstrap interval over questions within batches. */
export function meanGain(
  sources: readonly (readonly BatchGains[])[],
  draws = 1_000,
): { readonly mean: number; readonly interval: readonly [number, number] } {
  const random = randomSource(11)
  const over = (pick: (gains: BatchGains) => number) =>
    average(sources.map((batches) => average(batches.map(pick))))
  const resampled = Array.from({ length: draws }, () =>
    over((gains) => {
      let sum = 0
      for (let i = 0; i < gains.length; i++) sum += gains[random.below(gains.length)] ?? 0
      return sum / gains.length
    }),
  ).sort((a, b) => a - b)
  const at = (share: number) => resampled[Math.round(share * (draws - 1))] ?? 0
  return { mean: over(average), interval: [at(0.025), at(0.975)] }
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

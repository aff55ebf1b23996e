import type { ReportedSample } from './report.ts'

/** How many samples of one ending are of one length. */
export interface LengthBin {
  readonly low: number
  readonly high: number
  readonly ending: string
  readonly count: number
}

/**
 * Samples by length and ending: bins of equal, round width, by tokens generated.
 *
 * @param most - Most bins; the width is the smallest of 1, 2, 5 × 10ⁿ that needs no more.
 */
export function lengthBins(samples: readonly ReportedSample[], most = 30): LengthBin[] {
  const known = samples.flatMap(({ tokens, ending = 'ending not recorded' }) =>
    tokens === undefined ? [] : [{ tokens, ending }],
  )
  const longest = known.reduce((longest, { tokens }) => Math.max(longest, tokens), 0)
  const width = roundUp(Math.max(1, (longest + 1) / most))
  const counts = new Map<string, LengthBin>()
  for (const { tokens, ending } of known) {
    const low = Math.floor(tokens / width) * width
    const key = `${low} ${ending}`
    const count = (counts.get(key)?.count ?? 0) + 1
    counts.set(key, { low, high: low + width, ending, count })
  }
  return [...counts.values()].sort((a, b) => a.low - b.low)
}

function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width))
  return (([1, 2, 5, 10] as const).find((step) => step * power >= width) ?? 10) * power
}

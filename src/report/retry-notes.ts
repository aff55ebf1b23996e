import { formatCount, formatMany } from './format.ts'
import type { ReportedProblem, ReportedSample } from './report.ts'

/** Why earlier attempts at samples ended: by problem, then by launch index, the cause of the latest of them. */
export type EarlierAttempts = ReadonlyMap<string, ReadonlyMap<number, string>>

/**
 * What drawing again did to a run, a sentence for each cause: how many samples, what became of them, and how they compare with all others.
 *
 * A sample that fails is more often a long one, so samples drawn in place of failed ones can shift pass@1 and tokens.
 */
export function retryNotes(again: EarlierAttempts, problems: readonly ReportedProblem[]): string[] {
  const byCause = new Map<string, ReportedSample[]>()
  const others: ReportedSample[] = []
  for (const { id, samples } of problems) {
    for (const sample of samples) {
      if (sample.ending === 'cancelled') continue
      const cause = again.get(id)?.get(sample.index)
      if (cause === undefined) others.push(sample)
      else {
        const ofCause = byCause.get(cause) ?? []
        ofCause.push(sample)
        byCause.set(cause, ofCause)
      }
    }
  }
  const graded = problems.some(({ gold }) => gold !== undefined)
  return [...byCause].map(([cause, samples]) => {
    const drawn = `${formatMany(samples.length, 'sample')} drawn again, with the same seed, after an attempt that ended as ${cause}`
    // The same seed on the same machine: what was broken off by hand says the same as it would have said.
    if (cause === 'cancelled') return `${drawn}; the figures are of the last attempts`
    return `${drawn}: ${told(samples, graded)}; all others: ${others.length === 0 ? 'none' : told(others, graded)}`
  })
}

function told(samples: readonly ReportedSample[], graded: boolean): string {
  const tokens = samples.reduce((sum, sample) => sum + (sample.tokens ?? 0), 0) / samples.length
  const failed = samples.filter(({ ending }) => ending === 'failed').length
  const right = samples.filter(({ votes, correct }) => votes && correct === true).length
  return [
    ...(graded ? [`${((100 * right) / samples.length).toFixed(1)} % right`] : []),
    `${formatCount(Math.round(tokens))} tokens in the mean`,
    ...(failed > 0 ? [`${formatCount(failed)} failed in the end`] : []),
  ].join(', ')
}

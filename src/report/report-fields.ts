import type { Estimate } from '../experiment/estimate/estimate.ts'
import { type EstimateOptions, estimateSource } from '../experiment/estimate/estimate-source.ts'
import type { FieldOutcome } from '../experiment/field-outcomes.ts'
import { defined } from '../ground/defined.ts'
import type { FieldFigure, ReportedField } from './report.ts'

/** Most confused pairs told of a field. */
const mostPairs = 5

/** A problem with the outcomes of its fields. */
export interface ProblemFields {
  readonly problem: string
  readonly fields: readonly FieldOutcome[]
}

/**
 * The fields of a source, each with its accuracy over all problems: of one sample, of a vote of k, and of the vote as it was held.
 *
 * Items of arrays stand under one path; errors cluster by problem, as they do for whole answers.
 */
export function reportFields(
  problems: readonly ProblemFields[],
  options: Pick<EstimateOptions, 'drawing' | 'planned'>,
): ReportedField[] {
  const byPath = new Map<string, { readonly problem: string; readonly field: FieldOutcome }[]>()
  for (const { problem, fields } of problems) {
    for (const field of fields) {
      const all = byPath.get(field.path) ?? []
      byPath.set(field.path, all)
      all.push({ problem, field })
    }
  }
  return [...byPath].map(([path, all]) => {
    const estimates = estimateSource(
      all.map(({ field }) => field.outcome),
      options,
    )
    const last = estimates.majAtK.at(-1)
    return {
      path,
      graded: all.length,
      share: all.reduce((sum, { field }) => sum + field.share, 0) / all.length,
      ...defined({
        passAt1: estimates.passAt1 && figureOf(estimates.passAt1),
        majAtK: last === undefined ? undefined : { ...figureOf(last), k: last.k },
        voteAccuracy: estimates.voteAccuracy && figureOf(estimates.voteAccuracy),
      }),
      confused: confusedPairs(all),
    }
  })
}

function figureOf({ mean, interval }: Pick<Estimate, 'mean' | 'interval'>): FieldFigure {
  return { mean, ...defined({ interval }) }
}

function confusedPairs(
  all: readonly { readonly problem: string; readonly field: FieldOutcome }[],
): ReportedField['confused'] {
  const pairs = new Map<string, { gold?: string; said?: string; samples: string[] }>()
  for (const { problem, field } of all) {
    for (const { gold, said, samples } of field.confusions) {
      const key = JSON.stringify([gold ?? null, said ?? null, gold === undefined, said === undefined])
      const pair = pairs.get(key) ?? { ...defined({ gold, said }), samples: [] }
      pairs.set(key, pair)
      pair.samples.push(...samples.map((sample) => `${problem}/${sample}`))
    }
  }
  return [...pairs.values()]
    .sort((left, right) => right.samples.length - left.samples.length)
    .slice(0, mostPairs)
}

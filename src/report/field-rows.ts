import { formatShare, oneLine } from './format.ts'
import type { FieldFigure, ReportedField } from './report.ts'

/** Longest value in a table of fields, in characters. */
const longestValue = 40

/** The columns of a table of fields. */
export const fieldColumns = [
  'field',
  'graded',
  'share',
  'pass@1',
  'maj@k',
  'vote right',
  'most confused',
] as const

/** The fields of a source as rows of texts, in the columns of `fieldColumns`. */
export function fieldRows(fields: readonly ReportedField[]): string[][] {
  return fields.map(({ path, graded, share, passAt1, majAtK, voteAccuracy, confused }) => [
    path,
    String(graded),
    formatShare(share),
    figureText(passAt1),
    majAtK === undefined ? '' : `${figureText(majAtK)} at ${majAtK.k}`,
    figureText(voteAccuracy),
    confused[0] === undefined ? '' : confusionText(confused[0]),
  ])
}

/** `30 → 31 × 4`: what is right, what was said, and how often. */
export function confusionText({ gold, said, samples }: ReportedField['confused'][number]): string {
  return `${valueText(gold)} → ${valueText(said)} × ${samples.length}`
}

function valueText(value: string | undefined): string {
  return oneLine(value ?? 'absent', longestValue)
}

function figureText(figure: FieldFigure | undefined): string {
  if (figure === undefined) return ''
  const [low, high] = figure.interval ?? []
  const interval =
    low === undefined || high === undefined ? '' : ` (${formatShare(low)} to ${formatShare(high)})`
  return `${formatShare(figure.mean)}${interval}`
}

import { allFigures } from './figure-rows.ts'
import type { RunReport } from './report.ts'

const columns = [
  'source',
  'model',
  'dataset',
  'simulated',
  'figure',
  'k',
  'unit',
  'mean',
  'standard_error',
  'low',
  'high',
  'same_problems_low',
  'same_problems_high',
  'problems',
  'published_percent',
] as const

/** A report as comma-separated values: one row a figure, every k, numbers as they are (shares from 0 to 1). */
export function reportCsv({ sources }: RunReport): string {
  const rows = sources.flatMap((source) =>
    allFigures(source).map(({ figure, k, unit, estimate, published }) => [
      source.source,
      source.model,
      source.dataset,
      source.simulated === true ? 'true' : 'false',
      figure,
      k,
      unit,
      estimate.mean,
      estimate.standardError,
      estimate.interval?.[0],
      estimate.interval?.[1],
      estimate.sameProblems?.[0],
      estimate.sameProblems?.[1],
      estimate.problems,
      published.find(({ model }) => model === undefined)?.percent,
    ]),
  )
  return [columns, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('')
}

/** A plain number, which a spreadsheet shows and does not calculate. */
const plainNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/

/**
 * One field by RFC 4180: quoted where it must be. A text that a spreadsheet would take for a formula, since it begins with `=`, `+`, `-`, `@`, a tab or a
 * carriage return and is no number, begins with an apostrophe: it is shown and not run.
 */
export function csvField(value: string | number | undefined): string {
  const plain = value === undefined ? '' : String(value)
  const isFormula = /^[=+\-@\t\r]/.test(plain) && !plainNumber.test(plain)
  const text = isFormula ? `'${plain}` : plain
  return isFormula || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

import { cleanForTerminal } from '../stream/terminal-text.ts'
import { alignColumns } from './columns.ts'
import { fieldColumns, fieldRows } from './field-rows.ts'
import {
  figureLabel,
  formatError,
  formatFigure,
  formatInterval,
  formatPublished,
  shownFigures,
  unmatchedPublished,
} from './figure-rows.ts'
import { formatMany } from './format.ts'
import type { RunReport, SourceReport } from './report.ts'

/** A report for a terminal: one table a source. */
export function reportText(report: RunReport): string {
  return `${report.sources.map(sourceText).join('\n\n')}\n`
}

function sourceText(source: SourceReport): string {
  const { estimates, notes, fields } = source
  const rows = shownFigures(source).map((row) => [
    row.label,
    formatFigure(row.estimate.mean, row.unit),
    formatError(row),
    formatInterval(row),
    row.published.map(formatPublished).join(', '),
  ])
  const header = ['', 'measured', '± s.e.', '95 % interval', 'published']
  return [
    headline(source),
    ...(source.simulated ? [simulatedLine] : []),
    '',
    ...alignColumns(
      rows.some((row) => row[4] !== '') ? [header, ...rows] : [header, ...rows].map((row) => row.slice(0, 4)),
      [4],
    ),
    ...fieldsSection(fields),
    ...section(
      'published, nothing measured beside it:',
      unmatchedPublished(source).map((figure) => `${figure.metric} ${formatPublished(figure)}`),
    ),
    ...section('not given:', groupReasons(estimates.absent)),
    ...section('notes:', notes),
  ]
    .map(cleanForTerminal)
    .join('\n')
}

/** What every format says of a run whose answers were played. */
export const simulatedLine =
  'SIMULATED: the answers were played by the demo runtime; the figures say nothing about a model.'

/** The source in one line: what, how much. */
export function headline({ source, model, dataset, estimates }: SourceReport): string {
  const what = [model, dataset].filter((part) => part !== undefined).join(' on ')
  const { problems, samples } = estimates
  return `${what === '' ? source : `${what} (${source})`}: ${formatMany(problems, 'problem')}, ${formatMany(samples, 'sample')}`
}

/** Reasons with all the figures they keep away, so that one reason stands once. */
export function groupReasons(absent: SourceReport['estimates']['absent']): string[] {
  const byReason = new Map<string, string[]>()
  for (const { figure, reason } of absent) byReason.set(reason, [...(byReason.get(reason) ?? []), figure])
  return [...byReason].map(([reason, figures]) => {
    const intervals = figures.length > 1 && figures.every((figure) => figure.endsWith('.interval'))
    return `${intervals ? 'intervals' : figures.map(figureLabel).join(', ')}: ${reason}`
  })
}

/** The fields of the answers as a table; nothing where they were not graded by field. */
function fieldsSection(fields: SourceReport['fields']): string[] {
  if (fields === undefined) return []
  return ['', 'fields:', ...alignColumns([[...fieldColumns], ...fieldRows(fields)], [0, 6])]
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
}

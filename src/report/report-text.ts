import { cleanForTerminal } from '../stream/terminal-text.ts'
import { alignColumns } from './columns.ts'
import { fieldColumns, fieldRows } from './field-rows.ts'
import {
  figureCells,
  figureColumns,
  figureLabel,
  figureLegend,
  formatPublished,
  shownFigures,
  unmatchedPublished,
} from './figure-rows.ts'
import { formatMany } from './format.ts'
import type { RunReport, SourceReport } from './report.ts'
import { soFarColumns, soFarRest, soFarRows } from './so-far.ts'

/** A report for a terminal: one table a source. */
export function reportText(report: RunReport): string {
  return `${report.sources.map(sourceText).join('\n\n')}\n`
}

function sourceText(source: SourceReport): string {
  const { estimates, notes, fields } = source
  const figures = shownFigures(source)
  const rows = [['', ...figureColumns], ...figures.map((row) => [row.label, ...figureCells(row)])]
  return [
    headline(source),
    ...(source.simulated ? [simulatedLine] : []),
    '',
    ...(figures.length > 0 ? alignColumns(filledColumns(rows), [figureColumns.length]) : soFar(source)),
    ...section('', figureLegend(figures)),
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

/** What there is before there are figures. */
function soFar(source: SourceReport): string[] {
  const rows = soFarRows(source)
  if (rows.length === 0) return ['nothing was drawn yet']
  const rest = soFarRest(source)
  return [
    'no figure yet; so far:',
    ...alignColumns(filledColumns([[...soFarColumns], ...rows]), [2, 4]),
    ...(rest === undefined ? [] : [rest]),
  ]
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

/** A table without the columns of which no row has anything; the first row is its heads. */
export function filledColumns([heads = [], ...rows]: readonly (readonly string[])[]): string[][] {
  const filled = heads.map((_, column) => column === 0 || rows.some((row) => row[column] !== ''))
  return [heads, ...rows].map((row) => row.filter((_, column) => filled[column]))
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  return title === '' ? ['', ...lines] : ['', title, ...lines.map((line) => `  ${line}`)]
}

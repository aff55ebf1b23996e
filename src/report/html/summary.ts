import {
  type FigureRow,
  figureCells,
  figureColumns,
  figureLegend,
  formatPublished,
  shownFigures,
  unmatchedPublished,
} from '../figure-rows.ts'
import type { SourceReport } from '../report.ts'
import { groupReasons } from '../report-text.ts'
import { html, type Markup } from './markup.ts'

/** The figures of a source as a table, with what others published beside them and the reasons for what is not given. */
export function summary(source: SourceReport): Markup {
  const rows = shownFigures(source)
  const cells = rows.map(figureCells)
  const shown = figureColumns.map((_, column) => cells.some((row) => row[column] !== ''))
  const classes = figureColumns.map((name) =>
    name === 'published' ? name : name === '± s.e.' ? 'number error' : 'number',
  )
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">figure</th>${figureColumns.map((name, column) => shown[column] && html`<th scope="col" class="${classes[column] ?? ''}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
      place,
    ) => html`<tr><th scope="row">${row.label}${row.published.map((figure) => html`<small> published ${formatPublished(figure)}</small>`)}</th>${(cells[place] ?? []).map((cell, column) => shown[column] && (figureColumns[column] === 'published' ? publishedCell(row) : html`<td class="${classes[column] ?? ''}">${cell}</td>`))}</tr>
`,
  )}</tbody></table></div>
<p class="soft">${[...figureLegend(rows), 'Standard errors are clustered by problem'].join('. ')}.${
    source.published.length > 0 && ' Published figures are others’, from the model card.'
  }</p>`
}

function publishedCell({ published }: FigureRow): Markup {
  return html`<td class="published">${published.map((figure) => html`<span title="${figure.source}">${formatPublished(figure)}</span> `)}</td>`
}

/** What must be known beside the figures: other published ones, what is not given and why, notes. */
export function remarks(source: SourceReport): Markup {
  const unmatched = unmatchedPublished(source).map(
    (figure) => `${figure.metric}: ${formatPublished(figure)}, ${figure.source}`,
  )
  return html`${list('Published, with nothing measured beside it', unmatched)}${list('Not given', groupReasons(source.estimates.absent))}${list('Notes', source.notes)}`
}

function list(title: string, lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined
  return html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

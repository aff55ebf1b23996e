import {
  formatError,
  formatFigure,
  formatInterval,
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
  const published = rows.some((row) => row.published.length > 0)
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">figure</th><th scope="col" class="number">measured</th><th scope="col" class="number error">± s.e.</th><th scope="col" class="number">95 % interval</th>${published && html`<th scope="col" class="published">published</th>`}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr><th scope="row">${row.label}${row.published.map((figure) => html`<small> published ${formatPublished(figure)}</small>`)}</th><td class="number">${formatFigure(row.estimate.mean, row.unit)}</td><td class="number error">${formatError(row)}</td><td class="number">${formatInterval(row)}</td>${
      published &&
      html`<td class="published">${row.published.map((figure) => html`<span title="${figure.source}">${formatPublished(figure)}</span> `)}</td>`
    }</tr>
`,
  )}</tbody></table></div>
<p class="soft">Standard errors are clustered by problem; intervals are bootstrap percentiles over problems.${
    source.published.length > 0 && ' Published figures are others’, from the model card.'
  }</p>`
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

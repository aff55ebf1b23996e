import type { FieldVote } from '../../vote/fields/field-vote.ts'
import { confusionText, fieldColumns, fieldRows } from '../field-rows.ts'
import { fieldValueText } from '../field-text.ts'
import { formatShare } from '../format.ts'
import type { ReportedField } from '../report.ts'
import { html, type Markup } from './markup.ts'

/** Longest value in a table of fields, in characters. */
const longestValue = 120

/** The fields of a source: share, accuracy, and what was said in place of what is right. */
export function gradedFields(fields: readonly ReportedField[]): Markup {
  const rows = fieldRows(fields)
  return html`<h3>Fields</h3><div class="scroll"><table>
<thead><tr>${fieldColumns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${fields.map((field, at) => {
    const [path = '', ...cells] = (rows[at] ?? []).slice(0, -1)
    return html`<tr><th scope="row">${path}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}<td class="answer">${field.confused.map(
      (pair) => html`<div title="${pair.samples.join(' ')}">${confusionText(pair)}</div>`,
    )}</td></tr>
`
  })}</tbody></table></div>`
}

/**
 * The vote on each field of a problem; each value leads to the samples that said it.
 *
 * @param linkOf - Where a sample stands on the page; `undefined` where it does not.
 */
export function votedFields(
  fields: readonly FieldVote[],
  linkOf: (sample: number) => string | undefined,
): Markup {
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">field</th><th scope="col">value</th><th scope="col" class="number">votes</th><th scope="col" class="number">share</th><th scope="col">samples</th><th scope="col">others</th></tr></thead>
<tbody>${fields.map(
    (
      field,
    ) => html`<tr><th scope="row">${field.path}${!field.required && html`<small> optional</small>`}</th><td class="answer">${
      field.type === 'no-answers' ? 'no answer' : cut(fieldValueText(field))
    }${(field.type === 'tied' || field.type === 'short') && html`<small> ${field.type}</small>`}</td><td class="number">${field.votes} / ${field.ballots}</td><td class="number">${formatShare(field.share)}</td><td>${sampleLinks(field.samples, linkOf)}</td><td class="answer">${field.others.map(
      (other) =>
        html`<div>${cut(fieldValueText(other))} × ${other.votes}: ${sampleLinks(other.samples, linkOf)}</div>`,
    )}</td></tr>
`,
  )}</tbody></table></div>`
}

function sampleLinks(samples: readonly number[], linkOf: (sample: number) => string | undefined): Markup[] {
  return samples.map((sample) => {
    const anchor = linkOf(sample)
    return anchor === undefined ? html`#${sample} ` : html`<a href="#${anchor}">#${sample}</a> `
  })
}

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text
}

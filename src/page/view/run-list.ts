import type { RunSummary } from '../../experiment/result-schema.ts'
import { formatMany, oneLine } from '../../report/format.ts'
import { html, type Markup } from '../../report/html/markup.ts'
import { runOutcome } from '../../report/run-text.ts'
import { pageRoot } from '../page-request.ts'
import { page } from './frame.ts'
import { runLink } from './vote.ts'

/** A page of the list of runs. */
export interface RunList {
  /** The words searched for; '' for all runs. */
  readonly search: string
  /** Newest first. */
  readonly runs: readonly RunSummary[]
  /** Runs that fit the search, on all pages. */
  readonly count: number
  /** Which page, from 1, and whether there is a further one. */
  readonly place: number
  readonly hasMore: boolean
  /** Runs that could not be read, with the reason. */
  readonly damaged: readonly { readonly runId: string; readonly message: string }[]
}

/** The runs on the disk, with search. */
export function runListPage({ search, runs, count, place, hasMore, damaged }: RunList): string {
  const to = (other: number) =>
    `${pageRoot}/runs?${new URLSearchParams({ ...(search === '' ? {} : { q: search }), page: String(other) })}`
  return page(
    { title: search === '' ? 'Magi: runs' : `Magi: runs with ${search}`, here: 'runs' },
    html`<h1>Runs</h1>
<form role="search" action="${pageRoot}/runs" class="search"><div class="fields"><label>Search <input type="search" name="q" value="${search}"></label><button>Search</button></div></form>
<p class="soft" role="status">${formatMany(count, 'run')}${search !== '' && ` with ${search}`}</p>
${runTable(runs)}
${(place > 1 || hasMore) && html`<nav aria-label="Pages" class="fields">${place > 1 && html`<a href="${to(place - 1)}" rel="prev">Newer</a>`}${hasMore && html`<a href="${to(place + 1)}" rel="next">Older</a>`}</nav>`}
${damaged.length > 0 && html`<h2>Not readable</h2><ul>${damaged.map(({ runId, message }) => html`<li>${runId}: ${message}</li>`)}</ul>`}`,
  )
}

/** Runs as a table, a line each. */
export function runTable(runs: readonly RunSummary[]): Markup {
  if (runs.length === 0) return html`<p class="soft">No runs.</p>`
  return html`<div class="scroll"><table><thead><tr><th scope="col">run</th><th scope="col">question</th><th scope="col">outcome</th><th scope="col" class="number wide-only">drawn</th><th scope="col" class="wide-only">model</th></tr></thead>
<tbody>${runs.map(
    (run) =>
      html`<tr><th scope="row">${runLink(lastName(run.folder))}</th><td class="answer"><div class="clamp">${questionOf(run)}</div></td><td class="answer">${oneLine(runOutcome(run), 60)}</td><td class="number wide-only">${run.drawn ?? `${run.recorded ?? 0} so far`}</td><td class="wide-only">${run.model}</td></tr>
`,
  )}</tbody></table></div>`
}

function questionOf({ prompt, dataset, problems }: RunSummary): string {
  if (dataset !== undefined) return `${lastName(dataset)} (${formatMany(problems ?? 0, 'problem')})`
  return oneLine(prompt ?? '', 120)
}

/** The last name of a path. */
function lastName(path: string): string {
  return path.replace(/^.*[/\\]/, '')
}

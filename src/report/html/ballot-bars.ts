import type { Tally } from '../../vote/tally.ts'
import { abstentionText, mostClusters } from '../ballot-board.ts'
import { formatMany, oneLine } from '../format.ts'
import { html, type Markup } from './markup.ts'

/** Longest answer beside a bar, in columns. */
const longestAnswer = 80

/** The ballots of a vote as bars, leader first, and who abstained; a table to those who do not see bars. */
export function ballotBars(tally: Pick<Tally, 'clusters' | 'abstained'>): Markup {
  const { clusters } = tally
  const shown = clusters.slice(0, mostClusters)
  const most = shown[0]?.votes ?? 1
  const hidden = clusters.length - shown.length
  const abstained = abstentionText(tally)
  const rows = shown.map(
    ({ answer, votes }) =>
      html`<tr><th scope="row">${oneLine(answer, longestAnswer)}</th><td class="number">${votes}</td><td aria-hidden="true"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"><rect${votes === most && html` class="most"`} width="${Math.round((1000 * votes) / most) / 10}" height="8"/></svg></td></tr>`,
  )
  return html`${
    rows.length > 0 &&
    html`<table class="ballots"><caption class="unseen">Ballots by answer</caption><tbody>${rows}</tbody></table>`
  }${hidden > 0 && html`<p class="soft">and ${formatMany(hidden, 'more answer')}</p>`}${
    abstained !== '' && html`<p class="soft">${abstained}</p>`
  }`
}

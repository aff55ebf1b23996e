import { answerKinds } from '../../answer/answer.ts'
import type { RunSummary } from '../../experiment/result-schema.ts'
import { html, type Markup } from '../../report/html/markup.ts'
import type { AskDefaults, AskedVote, LiveVote } from '../desk.ts'
import { pageRoot } from '../page-request.ts'
import { page, trouble } from './frame.ts'
import { runTable } from './run-list.ts'
import { voteCard } from './vote.ts'

/** What the first page shows. */
export interface Home {
  readonly defaults: AskDefaults
  /** What was typed and not taken, with the reason. */
  readonly refused?: { readonly asked: AskedVote; readonly message: string; readonly fix: string }
  readonly votes: readonly LiveVote[]
  readonly recent: readonly RunSummary[]
  readonly nowMs: number
  readonly formToken: string
}

/** The first page: a question can be asked, the votes that run now, and the last runs. */
export function homePage(home: Home): string {
  return page(
    { title: 'Magi', here: 'votes', events: `${pageRoot}/events` },
    html`<section><h1>Ask</h1>${askForm(home)}</section>
<section><h2 id="now">Votes now</h2><div id="votes">${voteList(home)}</div></section>
<section><h2>Last runs</h2>${runTable(home.recent)}<p><a href="${pageRoot}/runs">All runs</a></p></section>`,
  )
}

/** The votes that run now, one below the other. */
export function voteList({ votes, nowMs, formToken }: Pick<Home, 'votes' | 'nowMs' | 'formToken'>): Markup {
  if (votes.length === 0) return html`<p class="soft">No vote runs.</p>`
  return html`${votes.map((vote) => voteCard(vote, nowMs, formToken))}`
}

function askForm({ defaults, refused, formToken }: Home): Markup {
  const { n = String(defaults.n), answer = defaults.answer, preset = defaults.preset } = refused?.asked ?? {}
  return html`${refused && trouble(refused.message, refused.fix)}
<form method="post" action="${pageRoot}/ask"><input type="hidden" name="form" value="${formToken}">
<label for="question">Question</label><textarea id="question" name="question" rows="4" required>${'\n'}${refused?.asked.prompt}</textarea>
<div class="fields"><label>Samples <input type="number" name="n" min="1" value="${n}" required></label>
<label>Kind of answer <select name="answer">${options(['auto', ...answerKinds], answer)}</select></label>
<label>Preset <select name="preset">${options(defaults.presets, preset)}</select></label>
<button class="first">Ask</button></div></form>`
}

function options(names: readonly string[], chosen: string): Markup[] {
  const all = names.includes(chosen) ? names : [...names, chosen]
  return all.map((name) =>
    name === chosen ? html`<option selected>${name}</option>` : html`<option>${name}</option>`,
  )
}

import { type BoardState, progressPieces } from '../../report/ballot-board.ts'
import { formatMany, oneLine } from '../../report/format.ts'
import { ballotBars } from '../../report/html/ballot-bars.ts'
import { html, type Markup } from '../../report/html/markup.ts'
import { laneText } from '../../report/lanes.ts'
import type { LiveText } from '../../run/live-vote.ts'
import type { LiveVote } from '../desk.ts'
import { runAddress } from '../page-request.ts'

/** A part of a page that changes by itself, under the id of the element that holds it. */
export interface Piece {
  readonly id: string
  readonly content: Markup
}

/** Most slots listed one by one. */
const mostLanes = 32

/** Most answers named that have as many votes as each other. */
const mostNames = 3

/** Longest question in a heading, in columns. */
const longestHeading = 120

/** What of a running vote changes while it is drawn, in the order of the page. */
export function votePieces(vote: LiveVote, nowMs: number) {
  const { runId, board } = vote
  const piece = (name: string, content: Markup): Piece => ({ id: `${runId}-${name}`, content })
  return {
    standing: piece('standing', html`${standingText(vote)}`),
    ballots: piece('ballots', ballotBars(board.tally)),
    progress: piece('progress', html`${progressPieces(board, nowMs).join(' · ')}`),
    lanes: piece('lanes', lanes(board, nowMs)),
  }
}

/** How the vote stands, in a sentence that changes only when a ballot came. */
function standingText({ queuePlace, board: { tally } }: LiveVote): string {
  if (queuePlace !== undefined) return `Waits for its turn: place ${queuePlace} in the queue`
  const [leader] = tally.clusters
  if (leader === undefined) return tally.drawn === 0 ? 'No sample has ended yet' : 'No answer to count yet'
  const votes = `${leader.votes} of ${formatMany(tally.ballots, 'ballot')}`
  const level = tally.clusters.filter((cluster) => cluster.votes === leader.votes)
  const names = level.slice(0, mostNames).map(({ answer }) => oneLine(answer))
  if (level.length === 1) return `${names} leads with ${votes}`
  const others = level.length > mostNames ? ` and ${formatMany(level.length - mostNames, 'more answer')}` : ''
  return `${names.join(', ')}${others} have ${votes} each`
}

function lanes({ lanes }: BoardState, nowMs: number): Markup {
  const shown = lanes.slice(0, mostLanes)
  const hidden = lanes.length - shown.length
  return html`${shown.map(
    (lane, slot) => html`<li>slot ${slot + 1}: ${lane === undefined ? 'free' : laneText(lane, nowMs)}</li>`,
  )}${hidden > 0 && html`<li>and ${formatMany(hidden, 'more slot')}</li>`}`
}

/** A running vote as it stands, in a frame that the script keeps up to date. */
export function voteBoard(vote: LiveVote, nowMs: number): Markup {
  const { standing, ballots, progress, lanes } = votePieces(vote, nowMs)
  return html`<p class="standing" role="status" id="${standing.id}">${standing.content}</p>
<div id="${ballots.id}">${ballots.content}</div>
<p class="soft" id="${progress.id}">${progress.content}</p>
<ol class="lanes" aria-label="Slots" id="${lanes.id}">${lanes.content}</ol>`
}

/** A running vote among others. */
export function voteCard(vote: LiveVote, nowMs: number, formToken: string): Markup {
  return html`<article class="vote"><h3>${oneLine(vote.question, longestHeading)}</h3>
<p class="soft">${runLink(vote.runId)} · ${vote.model}</p>
${voteBoard(vote, nowMs)}${runButton('stop', vote.runId, formToken)}</article>`
}

/** A run by its id. */
export function runLink(runId: string): Markup {
  return html`<a href="${runAddress(runId)}">${runId}</a>`
}

/** A form of one button that moves a run. */
export function runButton(verb: 'stop' | 'resume', runId: string, formToken: string): Markup {
  return html`<form method="post" action="${runAddress(runId)}/${verb}" class="inline"><input type="hidden" name="form" value="${formToken}"><button id="${runId}-${verb}">${verb === 'stop' ? 'Stop' : 'Resume'}</button></form>`
}

/** The element that holds what a sample has written so far of one kind. */
export function textId(runId: string, index: number, kind: 'thinking' | 'answer'): string {
  return `${runId}-${kind}-${index}`
}

/** What the samples in flight have written so far. */
export function liveTexts(runId: string, texts: readonly LiveText[]): Markup {
  return html`${texts.map(
    ({ index, thinking, answer }) =>
      html`<details id="${runId}-text-${index}"><summary id="${runId}-head-${index}">sample ${index}, so far</summary><p class="soft">Thinking</p><pre id="${textId(runId, index, 'thinking')}">${thinking}</pre><p class="soft">Answer</p><pre id="${textId(runId, index, 'answer')}">${answer}</pre></details>
`,
  )}`
}

import type { RunSummary } from '../../experiment/result-schema.ts'
import type { Manifest } from '../../journal/manifest.ts'
import { formatCount, formatMany, oneLine } from '../../report/format.ts'
import { html, type Markup } from '../../report/html/markup.ts'
import { runOutcome } from '../../report/run-text.ts'
import { voteWords } from '../../report/vote-text.ts'
import type { VoteReport } from '../../vote/schema.ts'
import type { LiveVote } from '../desk.ts'
import { runAddress } from '../page-request.ts'
import { type Frame, trouble } from './frame.ts'
import { liveTexts, runButton, voteBoard } from './vote.ts'

/** What stands above the report of a run. */
export interface RunHead {
  /** The name of its folder, which is its id. */
  readonly runId: string
  readonly question: string
  readonly formToken: string
  /** How the vote stands, where this process draws it. */
  readonly live?: { readonly vote: LiveVote; readonly nowMs: number } | undefined
  /** What the list of runs says of it; absent where nothing is on the disk. */
  readonly summary?: RunSummary | undefined
  readonly command: Manifest['command']
  /** Samples on the disk that count as drawn. */
  readonly drawn?: number
  /** What the vote came to, as its result says it; absent where it has none. */
  readonly result?: VoteReport | undefined
  /** Why it could not be stopped or resumed, as the form that asked was told. */
  readonly refused?: { readonly message: string; readonly fix: string } | undefined
}

/** The frame of the page of a run: it moves while the run is drawn here. */
export function runFrame({ runId, live }: Pick<RunHead, 'runId' | 'live'>): Frame {
  const frame: Frame = { title: `Magi: ${runId}`, here: 'runs' }
  return live === undefined ? frame : { ...frame, events: `${runAddress(runId)}/events` }
}

/** What stands above the report: the question, how the vote stands, and what can be done with it. */
export function runHead(head: RunHead): Markup {
  const { runId, question, live, refused, formToken } = head
  return html`<h1>Run ${runId}</h1>${refused && trouble(refused.message, refused.fix)}
${question !== '' && html`<h2>Question</h2><pre class="question">${question}</pre>`}
${
  live === undefined
    ? html`${stateLines(head).map((line) => html`<p>${line}</p>`)}${resumable(head) && runButton('resume', runId, formToken)}`
    : html`<section><h2>The vote now</h2>${voteBoard(live.vote, live.nowMs)}
<div id="${endId(runId)}" role="status"></div><div id="${controlsId(runId)}">${runButton('stop', runId, formToken)}</div>
<h3>What the samples have written so far</h3><div id="${textsId(runId)}">${liveTexts(runId, live.vote.texts)}</div></section>`
}`
}

/** The element that says how a vote that was watched ended. */
export function endId(runId: string): string {
  return `${runId}-end`
}

/** The element that holds what can be done with a vote that runs. */
export function controlsId(runId: string): string {
  return `${runId}-controls`
}

/** The element that holds what the samples in flight have written. */
export function textsId(runId: string): string {
  return `${runId}-texts`
}

/** How a vote that was watched ended, and where its report is. */
export function endedText(runId: string, summary: RunSummary | undefined): Markup {
  return html`<p><strong>${endedWords(summary)}</strong>${
    summary !== undefined && html` <a href="${runAddress(runId)}">Report with every sample</a>`
  }</p>`
}

function endedWords(summary: RunSummary | undefined): string {
  if (summary === undefined) return 'The vote has ended, and is kept nowhere.'
  if (summary.state === 'unfinished') return 'The vote was stopped. What was drawn is kept.'
  return `The vote has ended: ${oneLine(runOutcome(summary))}.`
}

/** What can be done with a vote that is no longer drawn. */
export function endedControls(
  runId: string,
  summary: RunSummary | undefined,
  formToken: string,
): Markup | undefined {
  return summary?.state === 'unfinished' ? runButton('resume', runId, formToken) : undefined
}

function resumable({ command, summary }: RunHead): boolean {
  return command === 'vote' && summary?.state === 'unfinished'
}

function stateLines(head: RunHead): readonly string[] {
  const { result, summary } = head
  return result !== undefined && summary?.state === 'ended' ? voteWords(result) : [stateText(head)]
}

function stateText({ command, summary, runId, drawn = 0 }: RunHead): string {
  if (summary === undefined) return 'Nothing of it is on the disk.'
  const { state, n } = summary
  if (state === 'being-written') return 'Another process draws it.'
  if (state === 'ended') return `Ended: ${runOutcome(summary)}, ${formatMany(drawn, 'sample')} drawn.`
  const stopped = `Stopped before its end, with ${formatMany(drawn, 'sample')} drawn`
  return command === 'vote'
    ? `${stopped} of ${formatCount(n)}.`
    : `${stopped}. Go on with: magi bench --resume ${runId}`
}

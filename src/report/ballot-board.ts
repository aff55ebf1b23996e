import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { Tally } from '../vote/tally.ts'
import { formatBound, formatCount, formatMany, formatShare, formatSpan, oneLine } from './format.ts'
import { fitWidth, padWidth, textWidth } from './text-width.ts'

/** One slot as a person sees it. Times are those of the clock that `boardLines` is given. */
export interface Lane {
  /** Launch index of the sample in it. */
  readonly index: number
  readonly phase: 'queued' | 'thinking' | 'answering' | 'waiting' | 'done'
  /** Tokens so far, by the parts that came. */
  readonly tokens: number
  readonly startedAtMs: number
  readonly firstPartAtMs?: number
  readonly lastPartAtMs?: number
  /** Share of the thinking budget used, 0 to 1. */
  readonly budgetUsed?: number
  /** What became of it, or why it waits. */
  readonly note?: string
}

/** Everything the board shows. */
export interface BoardState {
  readonly lanes: readonly (Lane | undefined)[]
  readonly tally: Tally
  readonly asked: number
  /** Upper bound of the chance that further samples change the winner. */
  readonly risk: number
  readonly startedAtMs: number
  /** Mean time of a drawn sample, in milliseconds; absent before the first. */
  readonly meanSampleMs?: number
  /** Fewest further samples that could decide the vote. */
  readonly fewest: number
}

/** From this share of a budget on, the board says so. */
const nearBudget = 0.8

/** Most answers shown, so that the board stays a board. */
const mostClusters = 6

/** The board as lines, none wider than `columns`. Model text in it is clean. */
export function boardLines(state: BoardState, nowMs: number, columns: number): string[] {
  const { lanes, tally, asked } = state
  const lines = lanes.map(
    (lane, slot) => `slot ${slot + 1}  ${lane === undefined ? 'free' : laneText(lane, nowMs)}`,
  )
  lines.push(...clusterLines(tally), progressText(state, nowMs))
  if (asked === 0) lines.pop()
  // The last column stays free: a terminal may wrap a line that fills it.
  return lines.map((line) => fitWidth(line, Math.max(2, columns - 1)))
}

function laneText(lane: Lane, nowMs: number): string {
  const name = `#${lane.index}`
  const { phase, tokens, firstPartAtMs, lastPartAtMs, note } = lane
  if (phase === 'queued') return `${name} queued ${formatSpan(nowMs - lane.startedAtMs)}`
  if (phase === 'waiting' || phase === 'done')
    return `${name} ${phase === 'done' ? 'done: ' : ''}${note ?? ''}`
  const pieces = [`${name} ${phase} ${formatCount(tokens)} tok`]
  const seconds = ((lastPartAtMs ?? 0) - (firstPartAtMs ?? 0)) / 1_000
  if (seconds > 0 && tokens > 1) pieces.push(`${Math.round((tokens - 1) / seconds)} tok/s`)
  const silentMs = nowMs - (lastPartAtMs ?? nowMs)
  if (silentMs >= 2_000) pieces.push(`last token ${formatSpan(silentMs)} ago`)
  if (lane.budgetUsed !== undefined && lane.budgetUsed >= nearBudget) {
    pieces.push(`${formatShare(lane.budgetUsed)} of its thinking budget`)
  }
  return pieces.join(' · ')
}

/** Bars of votes, leader first, and who abstained. */
export function clusterLines(tally: Tally): string[] {
  const shown = tally.clusters.slice(0, mostClusters)
  const names = shown.map((cluster) => oneLine(cleanForTerminal(cluster.answer), 28))
  const width = Math.max(0, ...names.map(textWidth))
  const most = shown[0]?.votes ?? 1
  const lines = shown.map(({ votes }, place) => {
    const bar = '▇'.repeat(Math.max(1, Math.round((votes / most) * Math.min(most, 20))))
    return `${padWidth(names[place] ?? '', width)}  ${bar} ${votes}`
  })
  const hidden = tally.clusters.length - shown.length
  if (hidden > 0) lines.push(`and ${formatMany(hidden, 'more answer')}`)
  const abstained = abstentionText(tally)
  if (abstained !== '') lines.push(abstained)
  return lines
}

/** Who abstained and why: `no answer: 2 tripped, 1 truncated`; '' where nobody did. */
export function abstentionText(tally: Tally): string {
  const reasons = Object.entries(tally.abstained).map(([reason, samples]) => `${samples.length} ${reason}`)
  return reasons.length === 0 ? '' : `no answer: ${reasons.join(', ')}`
}

function progressText(state: BoardState, nowMs: number): string {
  const { tally, asked, risk, startedAtMs } = state
  const pieces = [`${tally.drawn} of ${asked} drawn`]
  if (tally.ballots > 0) pieces.push(`risk ${formatBound(risk)}`)
  pieces.push(formatSpan(nowMs - startedAtMs))
  const left = timeLeft(state)
  if (left !== '') pieces.push(left)
  return pieces.join(' · ')
}

/** From the fewest samples that could decide to all that are left, at the mean time of those drawn, over the slots. */
function timeLeft({ lanes, tally, asked, fewest, meanSampleMs }: BoardState): string {
  const all = asked - tally.drawn
  if (meanSampleMs === undefined || all <= 0) return ''
  const span = (samples: number) => formatSpan(Math.ceil(samples / Math.max(1, lanes.length)) * meanSampleMs)
  const [least, most] = [span(Math.min(fewest, all)), span(all)]
  return least === most ? `about ${least} left` : `about ${least} to ${most} left`
}

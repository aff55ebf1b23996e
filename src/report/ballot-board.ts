import { fitWidth, padWidth, textWidth } from '../ground/text-width.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { Tally } from '../vote/tally.ts'
import { formatBound, formatCount, formatMany, formatShare, formatSpan, oneLine } from './format.ts'

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

/** The terminal that a board has to fit in. */
export interface BoardSize {
  readonly columns: number
  /** No limit where it is not known. */
  readonly rows?: number
}

/** From this share of a budget on, the board says so. */
const nearBudget = 0.8

/** A slot is silent after this many milliseconds without a part. */
const silentFromMs = 2_000

/** Most answers shown, so that the board stays a board. */
export const mostClusters = 6

/** Narrower than this, a lane has no room for the word `slot`. */
const narrow = 60

/**
 * The board as lines, none wider than the terminal, and no more than fit in its height: slots that have no room are counted by
 * what they do. Model text in it is clean.
 */
export function boardLines(state: BoardState, nowMs: number, { columns, rows }: BoardSize): string[] {
  // The last column stays free, since a terminal may wrap a line that fills it, and so does the line that the cursor is on.
  const width = Math.max(2, columns - 1)
  const below = [
    ...clusterLines(state.tally, width),
    ...(state.asked === 0 ? [] : progressLines(state, nowMs, width)),
  ]
  const room = rows === undefined ? Number.POSITIVE_INFINITY : Math.max(1, rows - 1 - below.length)
  return [...laneLines(state.lanes, nowMs, columns < narrow, room), ...below].map((line) =>
    fitWidth(line, width),
  )
}

function laneLines(
  lanes: readonly (Lane | undefined)[],
  nowMs: number,
  isNarrow: boolean,
  room: number,
): string[] {
  const shown = lanes.length <= room ? lanes : lanes.slice(0, room - 1)
  const digits = String(lanes.length).length
  const lines = shown.map((lane, slot) => {
    const name = `${isNarrow ? '' : 'slot '}${String(slot + 1).padStart(digits)}`
    return `${name}  ${lane === undefined ? 'free' : laneText(lane, nowMs)}`
  })
  const hidden = lanes.slice(shown.length)
  if (hidden.length === 0) return lines
  const phases = hidden.map((lane) => lane?.phase ?? 'free')
  const counts = [...new Set(phases)].map(
    (phase) => `${phases.filter((each) => each === phase).length} ${phase}`,
  )
  return [...lines, `and ${formatMany(hidden.length, 'more slot')}: ${counts.join(', ')}`]
}

/** What a slot does; what matters most stands first, since the end may not fit in. */
export function laneText(lane: Lane, nowMs: number): string {
  const name = `#${lane.index}`
  const { phase, tokens, firstPartAtMs, lastPartAtMs, note } = lane
  if (phase === 'queued') return `${name} queued ${formatSpan(nowMs - lane.startedAtMs)}`
  if (phase === 'waiting' || phase === 'done')
    return `${name} ${phase === 'done' ? 'done: ' : ''}${note ?? ''}`
  const silentMs = nowMs - (lastPartAtMs ?? nowMs)
  const silence = silentMs < silentFromMs ? '' : `· last token ${formatSpan(silentMs)} ago · `
  const pieces = [`${name} ${phase} ${silence}${formatCount(tokens)} tok`]
  const seconds = ((lastPartAtMs ?? 0) - (firstPartAtMs ?? 0)) / 1_000
  if (seconds > 0 && tokens > 1) pieces.push(`${Math.round((tokens - 1) / seconds)} tok/s`)
  if (lane.budgetUsed !== undefined && lane.budgetUsed >= nearBudget) {
    pieces.push(`${formatShare(lane.budgetUsed)} of its thinking budget`)
  }
  return pieces.join(' · ')
}

/** Bars of votes, leader first, and who abstained. Names and bars give way in a narrow terminal, the numbers never. */
export function clusterLines(tally: Tally, columns = 80): string[] {
  const shown = tally.clusters.slice(0, mostClusters)
  const most = shown[0]?.votes ?? 1
  const longest = Math.min(28, Math.max(6, Math.floor(columns / 2)))
  const names = shown.map((cluster) => oneLine(cleanForTerminal(cluster.answer), longest))
  const width = Math.max(0, ...names.map(textWidth))
  const barWidth = Math.min(most, 20, Math.max(1, columns - width - 3 - String(most).length))
  const lines = shown.map(({ votes }, place) => {
    const bar = '▇'.repeat(Math.max(1, Math.round((votes / most) * barWidth)))
    return `${padWidth(names[place] ?? '', width)}  ${bar} ${votes}`
  })
  const hidden = tally.clusters.length - shown.length
  if (hidden > 0) lines.push(`and ${formatMany(hidden, 'more answer')}`)
  const abstained = abstentionText(tally)
  if (abstained !== '') lines.push(abstained)
  return lines
}

/** Who abstained and why: `no answer: 2 tripped, 1 truncated`; '' where nobody did. */
export function abstentionText(tally: Pick<Tally, 'abstained'>): string {
  const reasons = Object.entries(tally.abstained).map(([reason, samples]) => `${samples.length} ${reason}`)
  return reasons.length === 0 ? '' : `no answer: ${reasons.join(', ')}`
}

/** How far the vote is: samples, the risk that more of them change the winner, time. */
export function progressPieces(state: BoardState, nowMs: number): string[] {
  const { tally, asked, risk, startedAtMs } = state
  const [fewest, most] = samplesLeft(state)
  const left = most === 0 ? '' : `, ${fewest === most ? most : `${fewest} to ${most}`} left`
  const pieces = [`${tally.drawn} of ${asked} drawn${left}`]
  if (tally.ballots > 0) pieces.push(`risk ${formatBound(risk)}`)
  pieces.push(formatSpan(nowMs - startedAtMs))
  const time = timeLeft(state, nowMs)
  return time === '' ? pieces : [...pieces, time]
}

/** How far the vote is, in as many lines as it takes. */
function progressLines(state: BoardState, nowMs: number, width: number): string[] {
  const lines: string[] = []
  for (const piece of progressPieces(state, nowMs)) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + 3 + textWidth(piece) <= width)
      lines[lines.length - 1] = `${last} · ${piece}`
    else lines.push(piece)
  }
  return lines
}

/** Further samples: the fewest that could decide the vote, and all that are left. */
function samplesLeft({ tally, asked, fewest }: BoardState): [fewest: number, most: number] {
  const most = Math.max(0, asked - tally.drawn)
  return [Math.min(most, Math.max(1, fewest)), most]
}

/** How long the fewest and all further samples take, if each takes the mean time of those drawn; '' before the first. */
function timeLeft(state: BoardState, nowMs: number): string {
  const { lanes, meanSampleMs } = state
  const [fewest, most] = samplesLeft(state)
  if (meanSampleMs === undefined || most === 0) return ''
  // A sample that already took longer than the mean may end any moment.
  const ends = (lanes.length === 0 ? [undefined] : lanes)
    .map((lane) => {
      const isDrawn = lane !== undefined && lane.phase !== 'done'
      return isDrawn ? Math.max(0, meanSampleMs - (nowMs - lane.startedAtMs)) : meanSampleMs
    })
    .sort((left, right) => left - right)
  const endOf = (samples: number) => {
    const rounds = Math.floor((samples - 1) / ends.length)
    return (ends[(samples - 1) % ends.length] ?? 0) + rounds * meanSampleMs
  }
  const [least, longest] = [formatSpan(endOf(fewest)), formatSpan(endOf(most))]
  return least === longest ? `about ${least} left` : `about ${least} to ${longest} left`
}

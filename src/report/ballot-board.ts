import { fitWidth, padWidth, textWidth } from '../ground/text-width.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { Tally } from '../vote/tally.ts'
import { formatBound, formatMany, formatSpan, oneLine } from './format.ts'
import { type Lane, laneLines } from './lanes.ts'
import { firstPieces, pieceLines } from './piece-lines.ts'

/** What a board stands over. */
export interface BoardTitle {
  readonly question: string
  readonly model: string
  readonly runId: string
}

/** Everything the board shows. */
export interface BoardState {
  readonly title?: BoardTitle
  readonly lanes: readonly (Lane | undefined)[]
  /** What became of the samples that ended last, the newest first; clean. */
  readonly ended?: readonly string[]
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

/** Most answers shown, so that the board stays a board. */
export const mostClusters = 6

/** Narrower than this, a lane has no room for the word `slot`. */
const narrow = 60

/** Where fewer lines than this are left for the slots, the question is left out. */
const fewLanes = 3

/**
 * The board as lines, none wider than the terminal, and no more than fit in its height: slots that have no room are counted by
 * what they do. Model text in it is clean.
 */
export function boardLines(state: BoardState, nowMs: number, { columns, rows }: BoardSize): string[] {
  // The last column stays free, since a terminal may wrap a line that fills it, and so does the line that the cursor is on.
  const width = Math.max(2, columns - 1)
  const { title, lanes, tally, ended = [], asked } = state
  const below = [
    ...clusterLines(tally, width),
    ...(ended.length === 0 ? [] : [`ended: ${firstPieces(ended, Math.max(1, width - 7))}`]),
    ...(asked === 0 ? [] : pieceLines(progressPieces(state, nowMs), width)),
  ]
  const left = rows === undefined ? Number.POSITIVE_INFINITY : rows - 1 - below.length
  const above = title === undefined ? [] : titleLines(title, width)
  const head = left - above.length < Math.min(fewLanes, lanes.length) ? [] : above
  const slotName = (slot: string) => `${columns < narrow ? '' : 'slot '}${slot}  `
  const room = Math.max(1, left - head.length)
  return [...head, ...laneLines(lanes, nowMs, { slotName, room, columns: width }), ...below].map((line) =>
    fitWidth(line, width),
  )
}

function titleLines({ question, model, runId }: BoardTitle, width: number): string[] {
  return [
    oneLine(cleanForTerminal(question), width),
    ...pieceLines([cleanForTerminal(model), `run ${runId}`], width),
  ]
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

/** How far the vote is: samples, time, the chance that more samples change the winner. */
export function progressPieces(state: BoardState, nowMs: number): string[] {
  const { tally, asked, risk, startedAtMs } = state
  const [fewest, most] = samplesLeft(state)
  const left = most === 0 ? '' : `, ${fewest === most ? most : `${fewest} to ${most}`} left`
  const pieces = [`${tally.drawn} of ${asked} drawn${left}`]
  pieces.push(formatSpan(nowMs - startedAtMs))
  const time = timeLeft(state, nowMs)
  if (time !== '') pieces.push(time)
  if (tally.ballots > 0) pieces.push(riskText(risk))
  return pieces
}

/** The chance that more samples change the winner, in words. */
function riskText(risk: number): string {
  if (risk <= 0) return 'the winner can no longer change'
  return `at most ${formatBound(risk)} chance that the winner changes`
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

import { fitWidth, textWidth } from '../ground/text-width.ts'
import type { BoardSize } from './ballot-board.ts'
import { formatCount, formatMany, formatShare, formatSpan } from './format.ts'
import { type Lane, laneLines } from './lanes.ts'
import { firstPieces, fitEnd, labelled, pieceLines, shareBar } from './piece-lines.ts'

/** A share of problems that is known so far. */
export interface ShareSoFar {
  readonly share: number
  /** Two-sided 95 %. */
  readonly interval: readonly [low: number, high: number]
}

/** Everything that the board of an experiment shows. Text in it is clean. */
export interface BenchBoardState {
  /** Data set, model, and how much is asked for. */
  readonly title: readonly string[]
  readonly problems: { readonly done: number; readonly all: number }
  readonly samples: { readonly drawn: number; readonly most: number }
  /** Tokens a second of all slots together. */
  readonly rate: { readonly thinking: number; readonly answer: number }
  readonly elapsedMs: number
  /** How long earlier parts of the run were drawing. */
  readonly earlierMs: number
  /** How long it goes on: the shortest and the longest that is to be expected. */
  readonly leftMs?: readonly [least: number, longest: number] | undefined
  readonly lanes: readonly (Lane | undefined)[]
  /** How many samples have an answer. */
  readonly ballots: number
  /** How many have none, by reason. */
  readonly abstained: Readonly<Record<string, number>>
  /** Right votes of those that are decided and whose answer is known; absent before the first. */
  readonly votes?: (ShareSoFar & { readonly right: number; readonly of: number }) | undefined
  /** Absent where samples were not drawn in equal number. */
  readonly passAt1?: ShareSoFar | undefined
  /** What the last samples answered, the newest first. */
  readonly lastAnswers: readonly string[]
  /** Requests that were sent again; '' where none was. */
  readonly trouble: string
  readonly folder?: string | undefined
  /** The command that goes on with it. */
  readonly resume?: string | undefined
}

/** Columns of the labels. */
const labelColumns = 10

/** Widest bar. */
const widestBar = 40

/** Fewest lines that the slots get, before what matters less is left out. */
const fewestLanes = 2

/** The sections above and below the slots that are left out of a low terminal, the first one first. */
const droppable = ['answers', 'kept in', 'leave', 'bench', 'trouble', 'no answer', 'pass@1']

/**
 * The board of an experiment as lines, none wider than the terminal, and no more than fit in its height: a line ends between words, slots
 * without room are counted by what they do, and of a low terminal the sections that matter less are left out.
 */
export function benchBoardLines(
  state: BenchBoardState,
  nowMs: number,
  { columns, rows }: BoardSize,
): string[] {
  // As on the ballot board, the last column stays free.
  const width = Math.max(labelColumns + 2, columns - 1)
  const above = new Map([
    ['bench', lines(state.title, width)],
    ['problems', [problemsLine(state, width - labelColumns)]],
    ['samples', lines(samplePieces(state), width)],
    ['time', lines(timePieces(state), width)],
  ])
  const below = new Map(
    Object.entries({
      'no answer': lines(
        Object.entries(state.abstained).map(([reason, count]) => `${formatCount(count)} ${reason}`),
        width,
      ),
      votes: lines(votePieces(state), width),
      'pass@1': lines(state.passAt1 === undefined ? [] : [shareText(state.passAt1)], width),
      answers: state.lastAnswers.length === 0 ? [] : [firstPieces(state.lastAnswers, width - labelColumns)],
      trouble: lines(state.trouble === '' ? [] : [state.trouble], width),
      'kept in': state.folder === undefined ? [] : [fitEnd(state.folder, width - labelColumns)],
      leave: lines(
        state.resume === undefined ? [] : ['Ctrl-C stops and keeps all', `go on: ${state.resume}`],
        width,
      ),
    }),
  )
  const height = () => [...above.values(), ...below.values()].reduce((sum, { length }) => sum + length, 0)
  const most = rows === undefined ? Number.POSITIVE_INFINITY : rows - 1
  for (const label of droppable) {
    if (most - height() >= Math.min(fewestLanes, state.lanes.length)) break
    above.delete(label)
    below.delete(label)
  }
  const slots = laneLines(state.lanes, nowMs, {
    slotName: (slot) => `slot ${slot}`.padEnd(labelColumns),
    room: Math.max(1, most - height()),
    columns: width,
  })
  const sections = (map: ReadonlyMap<string, readonly string[]>) =>
    [...map].flatMap(([label, each]) => labelled(label, each, labelColumns))
  return [...sections(above), ...slots, ...sections(below)].map((line) => fitWidth(line, width))
}

/** The same in one line, for a log. */
export function benchLine(state: BenchBoardState): string {
  const { problems, samples, rate, trouble, passAt1, votes, elapsedMs } = state
  return [
    `${formatCount(problems.done)} of ${formatMany(problems.all, 'problem')}`,
    formatMany(samples.drawn, 'sample'),
    `${rateText(rate)} thinking + answer`,
    ...(passAt1 === undefined ? [] : [`pass@1 ${formatShare(passAt1.share)}`]),
    ...(votes === undefined ? [] : [`right votes ${formatShare(votes.share)}`]),
    ...(trouble === '' ? [] : [trouble]),
    formatSpan(elapsedMs),
    ...leftPieces(state),
  ].join(' · ')
}

function lines(pieces: readonly string[], width: number): string[] {
  return pieceLines(pieces, width - labelColumns)
}

function problemsLine({ problems: { done, all } }: BenchBoardState, width: number): string {
  const share = all === 0 ? 0 : done / all
  const text = ` ${formatCount(done)} of ${formatCount(all)} (${formatShare(share)})`
  const bar = Math.min(widestBar, width - textWidth(text))
  return bar < 1 ? text.trim() : shareBar(share, bar) + text
}

function samplePieces({ samples: { drawn, most }, ballots, rate }: BenchBoardState): string[] {
  const of = most > drawn ? ` of at most ${formatCount(most)}` : ''
  return [
    `${formatCount(drawn)}${of}`,
    `${formatCount(ballots)} with an answer`,
    `${rateText(rate)} thinking + answer`,
  ]
}

function rateText({ thinking, answer }: BenchBoardState['rate']): string {
  return `${formatCount(thinking)} + ${formatCount(answer)} tok/s`
}

function timePieces(state: BenchBoardState): string[] {
  const { elapsedMs, earlierMs } = state
  const before = earlierMs === 0 ? [] : [`${formatSpan(earlierMs)} before it was resumed`]
  return [formatSpan(elapsedMs), ...before, ...leftPieces(state)]
}

function leftPieces({ leftMs }: BenchBoardState): string[] {
  if (leftMs === undefined) return []
  const [least, longest] = leftMs.map(formatSpan)
  return [least === longest ? `about ${least} left` : `about ${least} to ${longest} left`]
}

function votePieces({ votes }: BenchBoardState): string[] {
  if (votes === undefined) return []
  return [`${formatCount(votes.right)} of ${formatCount(votes.of)} right`, shareText(votes)]
}

function shareText({ share, interval: [low, high] }: ShareSoFar): string {
  return `${formatShare(share)} (95 % interval: ${formatShare(low)} to ${formatShare(high)})`
}

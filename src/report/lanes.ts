import { textWidth } from '../ground/text-width.ts'
import { formatCount, formatMany, formatShare, formatSpan } from './format.ts'
import { firstPieces } from './piece-lines.ts'

/** The limits of a sample that it may reach while it is drawn; absent where it has none. */
export interface LaneLimits {
  readonly thinkingTokens?: number | undefined
  /** Of thinking and answer together. */
  readonly tokens?: number | undefined
  /** From its first part on, in milliseconds. */
  readonly totalMs?: number | undefined
}

/** One slot as a person sees it. Times are those of the clock that `laneText` is given. */
export interface Lane {
  /** Launch index of the sample in it. */
  readonly index: number
  /** Id of its problem, where there are several; clean. */
  readonly problem?: string
  readonly phase: 'queued' | 'thinking' | 'answering' | 'waiting' | 'done'
  /** Tokens so far, by the parts that came. */
  readonly tokens: number
  /** How many of them are thinking. */
  readonly thinkingTokens?: number
  readonly startedAtMs: number
  readonly firstPartAtMs?: number
  readonly lastPartAtMs?: number
  readonly limits?: LaneLimits
  /** What became of it, or why it waits. */
  readonly note?: string
}

/** A slot is silent after this many milliseconds without a part. */
const silentFromMs = 2_000

/** What a slot does, in one line. */
export function laneText(lane: Lane, nowMs: number): string {
  return lanePieces(lane, nowMs).join(' · ')
}

/** What a slot does; what matters most stands first, since the end may not fit in. */
function lanePieces(lane: Lane, nowMs: number): string[] {
  const { phase, tokens, firstPartAtMs, lastPartAtMs, note, problem } = lane
  const name = `${problem === undefined ? '' : `${problem} `}#${lane.index}`
  if (phase === 'queued') return [`${name} queued ${formatSpan(nowMs - lane.startedAtMs)}`]
  if (phase === 'waiting' || phase === 'done')
    return [`${name} ${phase === 'done' ? 'done: ' : ''}${note ?? ''}`]
  const silentMs = nowMs - (lastPartAtMs ?? nowMs)
  const pieces =
    silentMs < silentFromMs
      ? [`${name} ${phase} ${formatCount(tokens)} tok`]
      : [`${name} ${phase}`, `last token ${formatSpan(silentMs)} ago`, `${formatCount(tokens)} tok`]
  const seconds = ((lastPartAtMs ?? 0) - (firstPartAtMs ?? 0)) / 1_000
  if (seconds > 0 && tokens > 1) pieces.push(`${Math.round((tokens - 1) / seconds)} tok/s`)
  const used = nearestLimit(lane, nowMs)
  if (used !== undefined) pieces.push(`${formatShare(used.share)} of its ${used.limit}`)
  return pieces
}

/** Of the limits of a sample the one that it has used up most of. */
function nearestLimit(
  lane: Lane,
  nowMs: number,
): { readonly limit: string; readonly share: number } | undefined {
  const { phase, tokens, thinkingTokens = 0, firstPartAtMs, limits = {} } = lane
  const used = [
    {
      limit: 'thinking limit',
      spent: thinkingTokens,
      most: phase === 'thinking' ? limits.thinkingTokens : undefined,
    },
    { limit: 'token limit', spent: tokens, most: limits.tokens },
    { limit: 'time limit', spent: nowMs - (firstPartAtMs ?? nowMs), most: limits.totalMs },
  ]
  return used
    .flatMap(({ limit, spent, most }) =>
      most === undefined || !(most > 0) ? [] : [{ limit, share: Math.min(1, spent / most) }],
    )
    .reduce<{ limit: string; share: number } | undefined>(
      (nearest, each) => (nearest === undefined || each.share > nearest.share ? each : nearest),
      undefined,
    )
}

/** The place that there is for the slots. */
interface LaneRoom {
  /** What stands before a slot, by its number. */
  readonly slotName: (slot: string) => string
  /** Most lines. */
  readonly room: number
  readonly columns: number
}

/** What the slots do, a line each; those that have no room are counted by what they do. */
export function laneLines(
  lanes: readonly (Lane | undefined)[],
  nowMs: number,
  { slotName, room, columns }: LaneRoom,
): string[] {
  const shown = lanes.length <= room ? lanes : lanes.slice(0, room - 1)
  const digits = String(lanes.length).length
  const lines = shown.map((lane, slot) => {
    const name = slotName(String(slot + 1).padStart(digits))
    const pieces = lane === undefined ? ['free'] : lanePieces(lane, nowMs)
    return name + firstPieces(pieces, Math.max(1, columns - textWidth(name)))
  })
  const hidden = lanes.slice(shown.length)
  if (hidden.length === 0) return lines
  const phases = hidden.map((lane) => lane?.phase ?? 'free')
  const counts = [...new Set(phases)].map(
    (phase) => `${phases.filter((each) => each === phase).length} ${phase}`,
  )
  return [...lines, `and ${formatMany(hidden.length, 'more slot')}: ${counts.join(', ')}`]
}

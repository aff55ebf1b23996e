import type { Clock } from '../ground/clock.ts'
import type { BoardState } from '../report/ballot-board.ts'
import type { Part } from '../stream/part.ts'
import { stopRuleOf } from '../vote/policy.ts'
import type { VoteListeners, VoteRun } from './opened-vote.ts'
import { laneLimits } from './slot-lanes.ts'
import { VoteBoard } from './vote-board.ts'

/** What a sample in flight has written so far. */
export interface LiveText {
  /** Launch index of the sample. */
  readonly index: number
  readonly thinking: string
  /** Its answer text, once it has begun. */
  readonly answer: string
}

/** A vote while it is drawn, for those who look on: what each slot does, how the vote stands, and what is written. */
export interface WatchedVote {
  /** What the vote is drawn with, so that this knows of it. */
  readonly listeners: VoteListeners
  /** Everything as it stands now. */
  board(): BoardState
  /** What the samples in flight have written, by slot. */
  texts(): readonly LiveText[]
}

/**
 * Looks on while a vote is drawn. A part costs a few additions; memory holds the texts of the samples in flight, and of no others.
 *
 * @param run - The vote, before it is drawn.
 */
export function watchVote(
  { manifest, policy }: Pick<VoteRun, 'manifest' | 'policy'>,
  clock: Clock,
): WatchedVote {
  const scene = {
    slots: manifest.slots,
    asked: manifest.n,
    limits: laneLimits(manifest),
    rule: stopRuleOf(policy),
    tie: policy.tie,
  }
  const board = new VoteBoard(scene, clock)
  const written: ({ index: number; thinking: string; answer: string } | undefined)[] = []
  const write = (slot: number, part: Part) => {
    const text = written[slot]
    if (text === undefined) return
    if (part.type === 'thinking-delta') text.thinking += part.text
    else if (part.type === 'answer-delta') text.answer += part.text
    else if (part.type === 'recast')
      Object.assign(text, { thinking: text.thinking + text.answer, answer: '' })
  }
  return {
    board: () => board.state(),
    texts: () => written.flatMap((text) => (text === undefined ? [] : [{ ...text }])),
    listeners: {
      onBegin: (count, earlier) => board.begun(count, earlier),
      onLaunch({ index }, slot) {
        board.launched(index, slot)
        written[slot] = { index, thinking: '', answer: '' }
      },
      onPart(part, _task, slot) {
        board.part(slot, part)
        write(slot, part)
      },
      onRetry: (retry, _task, slot) => void board.retry(slot, retry),
      onEnd(draw, _task, slot) {
        board.ended(slot, draw)
        written[slot] = undefined
      },
      onCount: (count, sample) => board.counted(count, sample),
    },
  }
}

import type { AnswerContext } from '../answer/answer.ts'
import type { Clock } from '../ground/clock.ts'
import { messageOf } from '../ground/errors.ts'
import type { ForcedDraw } from '../sample/force.ts'
import { drawPool } from '../sample/pool.ts'
import { recordOf } from '../sample/record.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf, type ExtractAnswer } from './answer-of.ts'
import { type RunBreak, watchTrouble } from './run-break.ts'
import type { GroupAnswers, Tally } from './tally.ts'
import { type TrackOutcome, type TrackPlan, type VoteTask, VoteTrack } from './vote-track.ts'

/** What is voted on, and how. */
export interface VotePlan extends TrackPlan {
  /** Id of the problem, `p1` for a prompt without one. */
  readonly problem: string
  readonly slots: number
  /** When the run began, for the times of its samples; now where absent. */
  readonly begunAt?: Date
  readonly answer: AnswerContext
}

/** The work behind a vote. */
export interface VoteParts {
  readonly draw: (task: VoteTask, slot: number, signal: AbortSignal) => Promise<ForcedDraw>
  readonly extract: ExtractAnswer
  readonly group: GroupAnswers
  /** Puts a sample on disk; counted only when this resolves. */
  readonly record: (sample: Sample) => Promise<void>
  readonly clock: Clock
  /** Stops the vote from outside; what is in flight is cancelled and recorded. */
  readonly signal?: AbortSignal
  /** Samples of this run that are on disk already. */
  readonly earlier?: readonly Sample[]
  /** Told once how the vote stands before anything is drawn: with samples of an earlier time, if there are any. */
  readonly onBegin?: (count: VoteCount) => void
  /** Told after each count. Must be quick. */
  readonly onCount?: (count: VoteCount, sample: Sample) => void
  /** Told of a sample that tripped and is drawn again. */
  readonly onAgain?: (sample: Sample) => void
}

/** The state of a vote after a count. */
export interface VoteCount {
  readonly tally: Tally
  readonly asked: number
  /** Whether the rule has had enough. */
  readonly enough: boolean
}

/** The outcome of a vote, and what it cost. */
export interface VoteOutcome extends TrackOutcome {
  readonly elapsedMs: number
  /** Set where something else than the rule or the budget ended the vote. */
  readonly break?: RunBreak
}

/**
 * Draws samples and counts their answers until the rule has had enough, N are drawn, or the signal aborts.
 *
 * The rule looks after every completed sample; what is in flight counts as remaining. A decision leaves the pool's loop, which
 * cancels what is in flight, down to the socket, and records it.
 *
 * @throws what `record` throws: a vote cannot go on when its samples cannot be kept.
 */
export async function runVote(plan: VotePlan, parts: VoteParts): Promise<VoteOutcome> {
  const { clock, signal } = parts
  const startMs = clock.nowMs()
  const begunAtMs = (plan.begunAt ?? clock.date()).getTime()
  const track = new VoteTrack(plan, parts.group, parts.earlier)
  const trouble = watchTrouble()
  let stopped: RunBreak | undefined
  const uncounted = new Set<Sample>()
  const count = (): VoteCount => ({ tally: track.tally, asked: track.asked, enough: track.enough })
  const told = (sample: Sample) => parts.onCount?.(count(), sample)

  const drawAll = async () => {
    const pool = drawPool({
      slots: plan.slots,
      ...(signal === undefined ? {} : { signal }),
      next: () => (stopped === undefined ? track.next(plan.slots) : undefined),
      async draw(task: VoteTask, slot, stop) {
        const startedAtMs = clock.date().getTime() - begunAtMs
        const drawn = await parts.draw(task, slot, stop)
        stopped ??= trouble.add(drawn.draw)
        return { identity: { problem: plan.problem, ...task, slot, startedAtMs }, ...drawn }
      },
      async record({ identity, draw, forced }) {
        const answer = answerOf(draw, plan.answer, parts.extract, forced)
        const sample = recordOf(identity, draw, answer, forced)
        await parts.record(sample)
        track.record(sample)
        if (sample.end.type !== 'cancelled') uncounted.add(sample)
        return sample
      },
    })
    for await (const sample of pool) {
      uncounted.delete(sample)
      const again = track.count(sample) === 'again'
      if (again) parts.onAgain?.(sample)
      if (again || sample.end.type === 'cancelled') continue
      told(sample)
      if (track.enough || stopped !== undefined) break
    }
  }

  parts.onBegin?.(count())
  // A sample may end while the others are being cancelled, and is on the disk then: the outcome is that of everything on the disk, and where it has
  // undone the decision, as by a tie that is to be broken, drawing goes on.
  await drawAll()
  while (!track.settle() && stopped === undefined && !signal?.aborted) {
    track.goOn()
    await drawAll()
  }
  uncounted.forEach(told)
  // What failed beside a vote that its rule had decided takes nothing from it.
  if (track.enough && track.state.drawn < track.asked) stopped = undefined
  if (signal?.aborted && !track.enough) stopped = { type: 'interrupted', why: messageOf(signal.reason) }
  return {
    ...track.outcome(),
    elapsedMs: Math.round(clock.nowMs() - startMs),
    ...(stopped === undefined ? {} : { break: stopped }),
  }
}

import type { AnswerContext } from '../answer/answer.ts'
import type { GroupGrower } from '../answer/growing-groups.ts'
import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import type { Sample } from '../sample/sample.ts'
import { type Drawing, type DrawWork, drawing } from './draw-samples.ts'
import type { TrackOutcome } from './rule-watch.ts'
import type { RunBreak } from './run-break.ts'
import type { Tally } from './tally.ts'
import type { VoteStanding } from './vote-counter.ts'
import type { VoteTask } from './vote-task.ts'
import { type TrackPlan, VoteTrack } from './vote-track.ts'

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
export interface VoteParts extends DrawWork<VoteTask> {
  readonly group: GroupGrower
  /** Samples of this run that are on disk already. */
  readonly earlier?: readonly Sample[]
  /** Told once how the vote stands before anything is drawn: with samples of an earlier time, if there are any. */
  readonly onBegin?: (count: VoteCount) => void
  /** Told after each count. Must be quick. */
  readonly onCount?: (count: VoteCount, sample: Sample) => void
  /** Told of a sample that tripped, or never reached the runtime, and is drawn again. */
  readonly onAgain?: (sample: Sample) => void
}

/** The state of a vote: at a count as it is then, later as it is by then. */
export interface VoteCount {
  /** A copy, which costs as much as there are samples: to be read when it is shown, not after each sample. */
  readonly tally: Tally
  /** How the vote stands, at no cost that grows with the samples. */
  readonly standing: VoteStanding
  readonly asked: number
  /** Whether the rule has had enough. */
  readonly enough: boolean
  /** Samples that are word for word the same as an earlier one. */
  readonly twins: number
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
  const { problem, answer, slots } = plan
  const startMs = clock.nowMs()
  const track = new VoteTrack({ ...plan, redrawsUnreached: true }, parts.group, parts.earlier)
  const draws = drawing(
    {
      slots,
      ...defined({ begunAt: plan.begunAt }),
      votes: new Map([[problem, { track, answer }]]),
      next() {
        const task = track.next(slots)
        return task === undefined ? undefined : { ...task, problem }
      },
      onCount(sample, what) {
        if (what === 'again') parts.onAgain?.(sample)
        else parts.onCount?.(track, sample)
        return what === 'counted' && track.enough
      },
    },
    parts,
  )
  const lateSamples: Sample[] = []
  const isOver = () => {
    lateSamples.push(...track.countRecorded())
    return track.enough || draws.trouble !== undefined || signal?.aborted === true
  }

  parts.onBegin?.(track)
  await draws.drawOn()
  // The outcome is that of everything on the disk. Where what came in late has undone the decision, as by a tie that is to be broken, drawing goes on.
  while (!isOver()) {
    track.redrawCancelled()
    await draws.drawOn()
  }
  for (const sample of lateSamples) if (sample.end.type !== 'cancelled') parts.onCount?.(track, sample)
  const outcome = track.outcome()
  const ending = endOf(track, draws, signal)
  return {
    ...outcome,
    elapsedMs: Math.round(clock.nowMs() - startMs),
    ...(ending === undefined ? {} : { break: ending }),
  }
}

/** What ended a vote, where that was not its rule or its budget. */
function endOf(
  track: VoteTrack,
  { trouble }: Drawing,
  signal: AbortSignal | undefined,
): RunBreak | undefined {
  if (signal?.aborted && !track.enough) return { type: 'interrupted', why: messageOf(signal.reason) }
  // What failed beside a vote that its rule had decided takes nothing from it.
  return track.enough && track.state.drawn < track.asked ? undefined : trouble
}

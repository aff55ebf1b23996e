import type { AnswerContext } from '../answer/answer.ts'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import type { ForcedDraw } from '../sample/force.ts'
import { drawPool } from '../sample/pool.ts'
import { recordOf } from '../sample/record.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf, type ExtractAnswer } from './answer-of.ts'
import { type RunBreak, watchTrouble } from './run-break.ts'
import type { VoteTask } from './vote-task.ts'
import type { VoteTrack } from './vote-track.ts'

/** One sample to draw for one of several votes. */
export interface DrawTask extends VoteTask {
  /** Id of the problem that is voted on. */
  readonly problem: string
}

/** The vote on one problem, to be drawn. */
export interface DrawnVote {
  readonly track: VoteTrack
  readonly answer: AnswerContext
}

/** The work behind drawing: what makes samples, reads them and keeps them. */
export interface DrawWork<Task extends VoteTask> {
  readonly draw: (task: Task, slot: number, signal: AbortSignal) => Promise<ForcedDraw>
  readonly extract: ExtractAnswer
  /** Puts a sample on disk; counted only when this resolves. */
  readonly record: (sample: Sample) => Promise<void>
  readonly clock: Clock
  /** Stops the drawing from outside; what is in flight is cancelled and recorded. */
  readonly signal?: AbortSignal
}

/** What is drawn, and in which order. */
export interface DrawPlan {
  readonly slots: number
  /** When the run began, for the times of its samples; now where absent. */
  readonly begunAt?: Date
  /** The votes by the id of their problem. */
  readonly votes: Pick<ReadonlyMap<string, DrawnVote>, 'get'>
  /** The next sample to draw, or `undefined` where none may be drawn now. */
  readonly next: () => DrawTask | undefined
  /** Told of each sample once it is counted, and of one that will be drawn `again`; cancelled ones are passed over. Says whether it is enough. */
  readonly onCount: (sample: Sample, what: 'counted' | 'again') => boolean
}

/** Draws for votes, as often as it is asked to go on. */
export interface Drawing {
  /** Draws until nothing may be launched any more, it is enough, or something ends it. Nothing is in flight afterwards. */
  drawOn(): Promise<void>
  /** What ended the drawing before the votes did. */
  readonly trouble: RunBreak | undefined
}

/**
 * The one loop that draws for votes: launches what may be launched, records what came, counts what is on the disk.
 *
 * Leaving it cancels what is in flight, down to the socket, and records that. A sample may end while the others are being cancelled, and is on the
 * disk then, recorded in its vote and not counted: `countRecorded` of the vote does that.
 *
 * @throws what `record` throws: a vote cannot go on when its samples cannot be kept.
 */
export function drawing(
  { slots, votes, next, onCount, ...plan }: DrawPlan,
  work: DrawWork<DrawTask>,
): Drawing {
  const { clock, signal } = work
  const begunAtMs = (plan.begunAt ?? clock.date()).getTime()
  const watch = watchTrouble()
  let trouble: RunBreak | undefined
  /** Samples that broke with their hosts, and are drawn again. */
  const broken = new Set<Sample>()
  return {
    get trouble() {
      return trouble
    },
    async drawOn() {
      const pool = drawPool({
        slots,
        ...defined({ signal }),
        next: () => (trouble === undefined ? next() : undefined),
        async draw(task: DrawTask, slot, stop) {
          const startedAtMs = clock.date().getTime() - begunAtMs
          const drawn = await work.draw(task, slot, stop)
          const { place, again, gone } = drawn
          // What broke with its host goes on elsewhere, and says nothing of the next sample.
          if (again === undefined)
            trouble ??= gone === undefined ? watch.add(drawn.draw) : { type: 'unreachable', why: gone }
          const { waitedMs = 0, ...host } = place ?? {}
          const identity = { ...task, slot, startedAtMs: startedAtMs + waitedMs, ...host }
          return { identity, task, ...drawn }
        },
        async record({ identity, task, draw, forced, again }) {
          const vote = votes.get(identity.problem)
          if (draw.unsent) {
            vote?.track.putBack(task)
            return undefined
          }
          const answer = answerOf(draw, vote?.answer, work.extract, forced)
          const sample = recordOf(identity, draw, answer, forced)
          await work.record(sample)
          vote?.track.record(sample)
          if (again) broken.add(sample)
          return sample
        },
      })
      for await (const sample of pool) {
        if (sample === undefined) continue
        const what = votes.get(sample.problem)?.track.count(sample, broken.delete(sample)) ?? 'counted'
        if (sample.end.type === 'cancelled') continue
        if (onCount(sample, what) || (what === 'counted' && trouble !== undefined)) break
      }
    },
  }
}

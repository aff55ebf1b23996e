import type { AnswerContext } from '../answer/answer.ts'
import type { Clock } from '../ground/clock.ts'
import { messageOf } from '../ground/errors.ts'
import type { ForcedDraw } from '../sample/force.ts'
import { drawPool } from '../sample/pool.ts'
import { recordOf } from '../sample/record.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf, type ExtractAnswer } from '../vote/answer-of.ts'
import { type RunBreak, watchTrouble } from '../vote/run-break.ts'
import type { GroupAnswers } from '../vote/tally.ts'
import { type TrackOutcome, type TrackPlan, type VoteTask, VoteTrack } from '../vote/vote-track.ts'

/** One problem of an experiment, ready to be drawn. */
export interface BenchProblem {
  readonly id: string
  readonly seedBase: number
  readonly answer: AnswerContext
  readonly group: GroupAnswers
}

/** How an experiment is drawn. */
export interface BenchPlan extends Omit<TrackPlan, 'seedBase'> {
  readonly slots: number
  /** When the run began, for the times of its samples; now where absent. */
  readonly begunAt?: Date
  readonly problems: readonly BenchProblem[]
}

/** One sample to draw for an experiment. */
export interface BenchTask extends VoteTask {
  readonly problem: string
}

/**
 * Says which problem the next sample is for, and hears of each that was counted. Without one, problems are drawn in order: the runtime's prompt cache
 * helps, and free slots go to the next problem.
 */
export interface BenchAllocation {
  /** Place of the problem to draw for next, or `undefined` where none may be drawn now. */
  next(
    tracks: readonly VoteTrack[],
    slots: number,
  ): { readonly place: number; readonly task: VoteTask } | undefined
  /** Told of each sample once it is counted. */
  counted?(place: number, track: VoteTrack, sample: Sample): void
}

/** The work behind an experiment. */
export interface BenchParts {
  readonly draw: (task: BenchTask, slot: number, signal: AbortSignal) => Promise<ForcedDraw>
  readonly extract: ExtractAnswer
  /** Puts a sample on disk; counted only when this resolves. */
  readonly record: (sample: Sample) => Promise<void>
  readonly clock: Clock
  readonly signal?: AbortSignal
  /** Samples on disk already, by problem, without their texts. */
  readonly earlier?: ReadonlyMap<string, readonly Sample[]>
  readonly allocation?: BenchAllocation
  /** Told before anything is drawn: the votes by problem, with what was on disk already. */
  readonly onBegin?: (tracks: ReadonlyMap<string, VoteTrack>) => void
  /** Told after each count. Must be quick. */
  readonly onCount?: (problem: string, track: VoteTrack, sample: Sample) => void
}

/** What an experiment has come to. */
export interface BenchOutcome {
  /** Votes by problem, in the order of the set. */
  readonly problems: ReadonlyMap<string, TrackOutcome>
  /** Samples that failed and were drawn once more at the end, by code. */
  readonly redrawn: Readonly<Record<string, number>>
  readonly elapsedMs: number
  readonly break?: RunBreak
}

/**
 * Draws the samples of all problems, and follows the vote of each.
 *
 * What failed is drawn once more at the end, with the same seeds; the count of it says what that did to the sample.
 *
 * @throws what `record` throws.
 */
export async function runBench(plan: BenchPlan, parts: BenchParts): Promise<BenchOutcome> {
  const { clock, signal, earlier } = parts
  const startMs = clock.nowMs()
  const begunAtMs = (plan.begunAt ?? clock.date()).getTime()
  const tracks = plan.problems.map(
    ({ id, seedBase, group }) => new VoteTrack({ ...plan, seedBase }, group, earlier?.get(id)),
  )
  const places = new Map(plan.problems.map(({ id }, place) => [id, place]))
  parts.onBegin?.(
    new Map(plan.problems.flatMap(({ id }, at) => (tracks[at] ? [[id, tracks[at]] as const] : []))),
  )
  const failed = new Map<string, Pick<Sample, 'problem' | 'index' | 'seed' | 'attempt' | 'end'>>()
  const redrawn: Record<string, number> = {}
  const allocation = parts.allocation ?? inOrder()
  const trouble = watchTrouble()
  let stopped: RunBreak | undefined

  const drawAll = async () => {
    const pool = drawPool({
      slots: plan.slots,
      ...(signal === undefined ? {} : { signal }),
      next() {
        const found = stopped === undefined ? allocation.next(tracks, plan.slots) : undefined
        const problem = found === undefined ? undefined : plan.problems[found.place]?.id
        return found === undefined || problem === undefined ? undefined : { ...found.task, problem }
      },
      async draw(task: BenchTask, slot, stop) {
        const startedAtMs = clock.date().getTime() - begunAtMs
        const drawn = await parts.draw(task, slot, stop)
        stopped ??= trouble.add(drawn.draw)
        return { identity: { ...task, slot, startedAtMs }, ...drawn }
      },
      async record({ identity, draw, forced }) {
        const place = places.get(identity.problem) ?? 0
        const answer = answerOf(draw, plan.problems[place]?.answer, parts.extract, forced)
        const sample = recordOf(identity, draw, answer, forced)
        await parts.record(sample)
        tracks[place]?.record(sample)
        return sample
      },
    })
    for await (const sample of pool) {
      const place = places.get(sample.problem) ?? 0
      const track = tracks[place]
      if (track === undefined || track.count(sample) === 'again' || sample.end.type === 'cancelled') continue
      const { problem, index, seed, attempt, end } = sample
      if (end.type === 'failed') failed.set(sample.key, { problem, index, seed, attempt, end })
      allocation.counted?.(place, track, sample)
      parts.onCount?.(sample.problem, track, sample)
      if (stopped !== undefined) break
    }
  }

  await drawAll()
  // Under an allocation of its own a failed sample is one that gave no vote: the budget sees to it.
  const redraws = parts.allocation === undefined && failed.size > 0
  if (redraws && stopped === undefined && !signal?.aborted) {
    for (const sample of failed.values()) {
      tracks[places.get(sample.problem) ?? 0]?.redraw([sample])
      const code = sample.end.type === 'failed' ? sample.end.code : ''
      redrawn[code] = (redrawn[code] ?? 0) + 1
    }
    await drawAll()
  }
  if (signal?.aborted) stopped = { type: 'interrupted', why: messageOf(signal.reason) }
  return {
    problems: new Map(
      plan.problems.flatMap(({ id }, place) =>
        tracks[place] ? [[id, tracks[place].outcome()] as const] : [],
      ),
    ),
    redrawn,
    elapsedMs: Math.round(clock.nowMs() - startMs),
    ...(stopped === undefined ? {} : { break: stopped }),
  }
}

/**
 * Problem by problem. A problem that may not launch more now, because what is in flight could decide it, lends its slots to the next.
 */
function inOrder(): BenchAllocation {
  return {
    next(tracks, slots) {
      for (const [place, track] of tracks.entries()) {
        if (track.enough) continue
        const task = track.next(slots)
        if (task !== undefined) return { place, task }
      }
      return undefined
    },
  }
}

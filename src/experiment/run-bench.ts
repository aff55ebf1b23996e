import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import type { Sample } from '../sample/sample.ts'
import { type DrawTask, type DrawWork, drawing } from '../vote/draw-samples.ts'
import type { TrackOutcome } from '../vote/rule-watch.ts'
import type { RunBreak } from '../vote/run-break.ts'
import type { VoteTask } from '../vote/vote-task.ts'
import type { VoteTrack } from '../vote/vote-track.ts'
import { BenchTracks, type TracksPlan } from './bench-tracks.ts'

/** How an experiment is drawn. */
export interface BenchPlan extends TracksPlan {
  readonly slots: number
  /** When the run began, for the times of its samples; now where absent. */
  readonly begunAt?: Date
}

/** One sample to draw for an experiment. */
export type BenchTask = DrawTask

/**
 * Says which problem the next sample is for, and hears of each that was counted. Without one, problems are drawn in order: the runtime's prompt cache
 * helps, and free slots go to the next problem.
 */
export interface BenchAllocation {
  /** Place of the problem to draw for next, or `undefined` where none may be drawn now. */
  next(tracks: BenchTracks, slots: number): { readonly place: number; readonly task: VoteTask } | undefined
  /** Told of each sample once it is counted. */
  counted?(place: number, track: VoteTrack, sample: Sample): void
}

/** The work behind an experiment. */
export interface BenchParts extends DrawWork<BenchTask> {
  /** Samples on disk already, by problem, without their texts. */
  readonly earlier?: ReadonlyMap<string, readonly Sample[]>
  readonly allocation?: BenchAllocation
  /** Told before anything is drawn: the votes of which samples were on disk already, by problem. */
  readonly onBegin?: (tracks: ReadonlyMap<string, VoteTrack>) => void
  /** Told after each count. Must be quick. */
  readonly onCount?: (problem: string, track: VoteTrack, sample: Sample) => void
}

/** What an experiment has come to. */
export interface BenchOutcome {
  /** Votes by problem, in the order of the set; those of which nothing was drawn are one and the same. */
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
  const { slots } = plan
  const startMs = clock.nowMs()
  const tracks = new BenchTracks(plan, earlier)
  parts.onBegin?.(new Map([...tracks.begun()].map(([id, { track }]) => [id, track])))
  const failed = new Map<string, DrawTask & { readonly code: string }>()
  const redrawn: Record<string, number> = {}
  let allocation = parts.allocation ?? inOrder()
  const draws = drawing(
    {
      slots,
      ...defined({ begunAt: plan.begunAt }),
      votes: tracks,
      next() {
        const allotted = allocation.next(tracks, slots)
        const problem = allotted === undefined ? undefined : plan.ids[allotted.place]
        return allotted === undefined || problem === undefined ? undefined : { ...allotted.task, problem }
      },
      onCount(sample, what) {
        const vote = tracks.get(sample.problem)
        if (what === 'again' || vote === undefined) return false
        const { problem, index, seed, attempt, end } = sample
        if (end.type === 'failed') failed.set(sample.key, { problem, index, seed, attempt, code: end.code })
        allocation.counted?.(vote.place, vote.track, sample)
        parts.onCount?.(problem, vote.track, sample)
        return false
      },
    },
    parts,
  )

  await draws.drawOn()
  // Under an allocation of its own a failed sample is one that gave no vote: the budget sees to it.
  const redraws = parts.allocation === undefined && failed.size > 0
  if (redraws && draws.trouble === undefined && !signal?.aborted) {
    for (const { code, ...task } of failed.values()) {
      tracks.get(task.problem)?.track.continueWith([task])
      redrawn[code] = (redrawn[code] ?? 0) + 1
    }
    allocation = inOrder()
    await draws.drawOn()
  }
  const ending = signal?.aborted
    ? ({ type: 'interrupted', why: messageOf(signal.reason) } as const)
    : draws.trouble
  return {
    problems: tracks.outcomes(),
    redrawn,
    elapsedMs: Math.round(clock.nowMs() - startMs),
    ...(ending === undefined ? {} : { break: ending }),
  }
}

/**
 * Problem by problem. A problem that may not launch more now, because what is in flight could decide it, lends its slots to the next.
 */
function inOrder(): BenchAllocation {
  /** Places of problems that may launch more later, in order: few, since each of them waits for samples in flight. */
  let open: number[] = []
  /** The first problem that was not looked at yet. */
  let fresh = 0
  return {
    next(tracks, slots) {
      open = open.filter((place) => {
        const track = tracks.at(place)
        return track !== undefined && !(track.enough && track.uncounted === 0)
      })
      for (const place of open) {
        const task = tracks.at(place)?.next(slots)
        if (task !== undefined) return { place, task }
      }
      while (fresh < tracks.size) {
        const place = fresh
        fresh += 1
        open.push(place)
        const task = tracks.at(place)?.next(slots)
        if (task !== undefined) return { place, task }
      }
      return undefined
    },
  }
}

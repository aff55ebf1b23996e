import type { AnswerContext } from '../answer/answer.ts'
import type { GroupGrower } from '../answer/growing-groups.ts'
import type { Sample } from '../sample/sample.ts'
import type { DrawnVote } from '../vote/draw-samples.ts'
import type { TrackOutcome } from '../vote/rule-watch.ts'
import { type TrackPlan, VoteTrack } from '../vote/vote-track.ts'

/** One problem of an experiment, ready to be drawn. */
export interface BenchProblem {
  readonly seedBase: number
  readonly answer: AnswerContext
  readonly group: GroupGrower
}

/** The problems of an experiment, and how each is voted on. */
export interface TracksPlan extends Omit<TrackPlan, 'seedBase'> {
  /** Ids of the problems, in the order of the set. */
  readonly ids: readonly string[]
  /** What a problem is drawn with, by its place in the set; asked once for each problem that is drawn. */
  readonly problemAt: (place: number) => BenchProblem
}

/** The vote on a problem, and the place of the problem in its set. */
export interface PlacedVote extends DrawnVote {
  readonly place: number
}

/**
 * The votes of an experiment. One begins when it is first asked for by place: a set may have very many problems, and few of them drawn.
 */
export class BenchTracks {
  readonly #plan: TracksPlan
  readonly #earlier: ReadonlyMap<string, readonly Sample[]>
  readonly #votes = new Map<string, PlacedVote>()

  /** @param earlier - Samples on disk already, by problem: the votes on these begin at once. */
  constructor(plan: TracksPlan, earlier: ReadonlyMap<string, readonly Sample[]> = new Map()) {
    this.#plan = plan
    this.#earlier = earlier
    if (earlier.size === 0) return
    for (const [place, id] of plan.ids.entries()) if (earlier.has(id)) this.at(place)
  }

  /** How many problems the set has. */
  get size(): number {
    return this.#plan.ids.length
  }

  /** The vote on the problem at a place; `undefined` beyond the set. */
  at(place: number): VoteTrack | undefined {
    const id = this.#plan.ids[place]
    if (id === undefined) return undefined
    const begun = this.#votes.get(id)
    if (begun !== undefined) return begun.track
    const { seedBase, answer, group } = this.#plan.problemAt(place)
    const track = new VoteTrack({ ...this.#plan, seedBase }, group, this.#earlier.get(id))
    this.#votes.set(id, { track, answer, place })
    return track
  }

  /** The vote on a problem, where it has begun. */
  get(id: string): PlacedVote | undefined {
    return this.#votes.get(id)
  }

  /** The votes that have begun, by problem, in the order of the set. */
  begun(): ReadonlyMap<string, PlacedVote> {
    return new Map([...this.#votes].sort(([, left], [, right]) => left.place - right.place))
  }

  /** What all votes have come to, by problem, in the order of the set; those that did not begin share one outcome. */
  outcomes(): ReadonlyMap<string, TrackOutcome> {
    let untouched: TrackOutcome | undefined
    const outcomeOf = (id: string, place: number) => {
      const begun = this.#votes.get(id)
      if (begun !== undefined) return begun.track.outcome()
      untouched ??= (() => {
        const { seedBase, group } = this.#plan.problemAt(place)
        return new VoteTrack({ ...this.#plan, seedBase }, group).outcome()
      })()
      return untouched
    }
    const outcomes = new Map<string, TrackOutcome>()
    for (const [place, id] of this.#plan.ids.entries()) outcomes.set(id, outcomeOf(id, place))
    return outcomes
  }
}

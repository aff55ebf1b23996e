import { Standing } from './standing.ts'
import { firstIndex, type Tally } from './tally.ts'
import type { OutcomeTerms } from './vote.ts'

/** In place of a place: the sample was drawn and abstained. */
export const abstainedPlace = -1
/** In place of a place: the sample is in flight or was not launched yet. */
export const pendingPlace = -2

/** What a stop rule is told beside the samples: how many are asked for, and what decides the vote at its end. */
export interface StopTerms extends OutcomeTerms {
  /** Samples asked for at most, N. */
  readonly asked: number
}

/** What a stop rule sees: the ballots counted so far, and what may still come. */
export interface StopState extends StopTerms {
  /** Samples that ended, abstentions included, n. The other N - n, in flight or not, are what may still come. */
  readonly drawn: number
  /** Votes of each answer, most first; equal votes by the smallest launch index. */
  readonly counts: readonly number[]
  /** Smallest launch index of each answer, in the order of `counts`. */
  readonly firsts: readonly number[]
  /** By launch index: position in `counts`, `abstainedPlace`, or `pendingPlace`. */
  readonly placeOf: (index: number) => number
  /**
   * Changes whenever something else happened than that further samples ended: answers changed their groups, or a sample was taken out. As long
   * as it and `placeOf` are the same, what a rule saw of a sample that had ended still holds, but for the positions. Absent where nobody
   * counts it.
   */
  readonly revision?: number
}

/** The smallest launch index of a sample that may still come, in flight or not launched yet. */
export function firstPending({ placeOf }: StopState): number {
  let index = 0
  while (placeOf(index) !== pendingPlace) index += 1
  return index
}

/** The state of a tally. */
export function stopState(tally: Tally, terms: StopTerms): StopState {
  const sequence: number[] = []
  const place = (index: number, position: number) => {
    while (sequence.length <= index) sequence.push(pendingPlace)
    sequence[index] = position
  }
  tally.clusters.forEach((cluster, position) => {
    for (const index of cluster.samples) place(index, position)
  })
  for (const samples of Object.values(tally.abstained))
    for (const index of samples) place(index, abstainedPlace)
  return {
    ...terms,
    drawn: tally.drawn,
    counts: tally.clusters.map((cluster) => cluster.votes),
    firsts: tally.clusters.map(firstIndex),
    placeOf: (index) => sequence[index] ?? pendingPlace,
  }
}

/** Counts samples whose answers are known by the number of their class, one by one in any order. */
export interface ClassCounter {
  /**
   * Counts one sample that ended.
   *
   * @param index - Its launch index.
   * @param answer - The class of its answer, 0 or more; negative for an abstention.
   */
  add(index: number, answer: number): void
  /** The state so far; look at it before the next sample is added. */
  state(terms: StopTerms): StopState
  /** The class at a position in the state's `counts`. */
  classAt(position: number): number
}

/** Starts a count. */
export function countClasses(): ClassCounter {
  const answers: number[] = []
  const byClass = new Map<number, { readonly answer: number; votes: number; first: number }>()
  const standing = new Standing<{ readonly answer: number; votes: number; first: number }>()
  let drawn = 0
  const placeOf = (index: number) => {
    const answer = answers[index] ?? pendingPlace
    const entry = byClass.get(answer)
    return entry === undefined ? answer : (standing.placeOf(entry) ?? answer)
  }
  return {
    add(index, answer) {
      drawn++
      while (answers.length <= index) answers.push(pendingPlace)
      answers[index] = Math.max(answer, abstainedPlace)
      if (answer < 0) return
      const known = byClass.get(answer)
      const entry = known ?? { answer, votes: 0, first: index }
      byClass.set(answer, entry)
      entry.votes++
      entry.first = Math.min(entry.first, index)
      standing.update(known === undefined ? { begun: [entry] } : { grown: [entry] })
    },
    state: (terms) => ({
      ...terms,
      drawn,
      counts: standing.counts,
      firsts: standing.firsts,
      placeOf,
      revision: 0,
    }),
    classAt: (position) => standing.order[position]?.answer ?? abstainedPlace,
  }
}

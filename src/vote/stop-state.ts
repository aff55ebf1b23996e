import type { OutcomeTerms } from './outcome-terms.ts'
import { Standing } from './standing.ts'
import { firstIndex, type Tally } from './tally.ts'

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

/** The smallest launch index below `index` of a sample that may still come; `undefined` where all of them ended. */
export function pendingBefore({ placeOf }: StopState, index: number): number | undefined {
  for (let earlier = 0; earlier < index; earlier++) if (placeOf(earlier) === pendingPlace) return earlier
  return undefined
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

/**
 * A state in which samples that repeat an earlier one abstain: they are no further draws, so they say nothing of those to come.
 *
 * @param twins - Launch indexes of samples that are word for word the same as an earlier one.
 */
export function withoutTwins(state: StopState, twins: ReadonlySet<number>): StopState {
  if (twins.size === 0) return state
  const answers = state.counts.map((votes, place) => ({ place, votes, first: state.firsts[place] ?? 0 }))
  for (const index of twins) {
    const answer = answers[state.placeOf(index)]
    if (answer !== undefined) answer.votes -= 1
  }
  const order = answers
    .filter(({ votes }) => votes > 0)
    .sort((left, right) => right.votes - left.votes || left.first - right.first)
  const newPlaces = new Map(order.map(({ place }, newPlace) => [place, newPlace]))
  return {
    ...state,
    counts: order.map(({ votes }) => votes),
    firsts: order.map(({ first }) => first),
    placeOf(index) {
      const place = state.placeOf(index)
      if (place < 0) return place
      return twins.has(index) ? abstainedPlace : (newPlaces.get(place) ?? abstainedPlace)
    },
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
    // The terms come last: V8 spreads them into an object whose function differs from counter to counter fifty times slower.
    state: (terms) => ({
      drawn,
      counts: standing.counts,
      firsts: standing.firsts,
      placeOf,
      revision: 0,
      ...terms,
    }),
    classAt: (position) => standing.order[position]?.answer ?? abstainedPlace,
  }
}

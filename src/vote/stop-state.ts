import { firstIndex, type Tally } from './tally.ts'
import type { OutcomeTerms } from './vote.ts'

/** In a sequence: the sample was drawn and abstained. */
export const abstainedPlace = -1
/** In a sequence: the sample is in flight or was not launched yet. */
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
  /** By launch index: position in `counts`, `abstainedPlace`, or `pendingPlace`; all after its end is pending. */
  readonly sequence: readonly number[]
}

/** The smallest launch index of a sample that may still come, in flight or not launched yet. */
export function firstPending({ sequence }: StopState): number {
  const index = sequence.indexOf(pendingPlace)
  return index < 0 ? sequence.length : index
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
    sequence,
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

/** Starts a count. A sample costs as much as there are distinct answers. */
export function countClasses(): ClassCounter {
  const answers: number[] = []
  const byClass = new Map<number, { readonly answer: number; votes: number; first: number }>()
  const order: { readonly answer: number; votes: number; first: number }[] = []
  let drawn = 0
  return {
    add(index, answer) {
      drawn++
      while (answers.length <= index) answers.push(pendingPlace)
      answers[index] = Math.max(answer, abstainedPlace)
      if (answer < 0) return
      let entry = byClass.get(answer)
      if (entry === undefined) {
        entry = { answer, votes: 0, first: index }
        byClass.set(answer, entry)
        order.push(entry)
      }
      entry.votes++
      entry.first = Math.min(entry.first, index)
      order.sort((left, right) => right.votes - left.votes || left.first - right.first)
    },
    state: (terms) => ({
      ...terms,
      drawn,
      counts: order.map((entry) => entry.votes),
      firsts: order.map((entry) => entry.first),
      // Few rules look at it, and only some of the time.
      get sequence() {
        const positions = new Map(order.map((entry, position) => [entry.answer, position]))
        return answers.map((answer) => positions.get(answer) ?? answer)
      },
    }),
    classAt: (position) => order[position]?.answer ?? abstainedPlace,
  }
}

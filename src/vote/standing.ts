/** An answer that can win: how many votes it has, and the smallest launch index that gave it. */
export interface Candidate {
  readonly votes: number
  readonly first: number
}

/** Answers that are no more, new ones, and those that have got further votes. */
interface Changes<G> {
  readonly gone?: readonly G[]
  readonly begun?: readonly G[]
  readonly grown?: readonly G[]
}

/**
 * The answers of a vote in the order of their votes, equal votes by the smallest launch index, kept up to date as ballots come: one ballot moves
 * one answer past those that it overtakes.
 */
export class Standing<G extends Candidate> {
  readonly #order: G[] = []
  /** Votes and smallest launch index of each answer, in the same order. */
  readonly counts: number[] = []
  readonly firsts: number[] = []
  readonly #places = new Map<G, number>()

  get order(): readonly G[] {
    return this.#order
  }

  /** Place of an answer, 0 for the leader. */
  placeOf(group: G): number | undefined {
    return this.#places.get(group)
  }

  update({ gone = [], begun = [], grown = [] }: Changes<G>): void {
    const moves = gone.length + begun.length + grown.length
    // Moving each of many past the others would cost more than putting all in order once.
    if (moves > 2 + Math.log2(this.#order.length + 1)) {
      const left = new Set(gone)
      const all = [...this.#order.filter((group) => !left.has(group)), ...begun].sort(byVotes)
      for (const column of [this.#order, this.counts, this.firsts]) column.length = 0
      for (const group of all) this.#note(group, this.#order.push(group) - 1)
      for (const group of gone) this.#places.delete(group)
      return
    }
    for (const group of gone) this.#take(group)
    for (const group of begun) {
      const place = this.#order.push(group) - 1
      this.#note(group, place)
      this.#rise(group, place)
    }
    for (const group of grown) this.#rise(group, this.#places.get(group) ?? 0)
  }

  #take(group: G): void {
    const place = this.#places.get(group)
    this.#places.delete(group)
    if (place === undefined) return
    for (const column of [this.#order, this.counts, this.firsts]) column.splice(place, 1)
    this.#renumber(place, this.#order.length)
  }

  /** Moves an answer up from a place: past all with fewer votes, and those with equal votes that came later. */
  #rise(group: G, from: number): void {
    let to = 0
    let end = from
    while (to < end) {
      const middle = (to + end) >> 1
      // By what was noted of the others: one of them may have grown too, and its own turn comes.
      const other = { votes: this.counts[middle] ?? 0, first: this.firsts[middle] ?? 0 }
      if (byVotes(other, group) < 0) to = middle + 1
      else end = middle
    }
    for (const column of [this.#order, this.counts, this.firsts]) column.copyWithin(to + 1, to, from)
    this.#order[to] = group
    this.#note(group, to)
    this.#renumber(to + 1, from + 1)
  }

  #note(group: G, place: number): void {
    this.counts[place] = group.votes
    this.firsts[place] = group.first
    this.#places.set(group, place)
  }

  #renumber(from: number, to: number): void {
    for (let place = from; place < to; place++) {
      const group = this.#order[place]
      if (group !== undefined) this.#places.set(group, place)
    }
  }
}

function byVotes(left: Candidate, right: Candidate): number {
  return right.votes - left.votes || left.first - right.first
}

/** Items in the order of a number, to be looked up by range. They are sorted when they are first looked up, and kept so from then on. */
export class SortedItems<T> {
  #entries: { readonly at: number; readonly item: T }[] = []
  #isSorted = false

  get size(): number {
    return this.#entries.length
  }

  add(at: number, item: T): void {
    const entry = { at, item }
    if (!this.#isSorted || at >= (this.#entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) {
      this.#entries.push(entry)
    } else this.#entries.splice(this.#firstFrom(at), 0, entry)
  }

  /** The items from `low` to `high`, both included. */
  *between(low: number, high: number): Generator<T> {
    if (!this.#isSorted) {
      this.#entries.sort((a, b) => a.at - b.at)
      this.#isSorted = true
    }
    for (let place = this.#firstFrom(low); place < this.#entries.length; place++) {
      const entry = this.#entries[place]
      if (entry === undefined || entry.at > high) return
      yield entry.item
    }
  }

  #firstFrom(low: number): number {
    let from = 0
    let to = this.#entries.length
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.#entries[middle]?.at ?? 0) < low) from = middle + 1
      else to = middle
    }
    return from
  }
}

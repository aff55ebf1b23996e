/**
 * The best of many places, kept up to date as they change: a tournament in which each pair of places, and then of winners, is compared once. A change
 * compares again only on the way from its place to the top, so that it costs the logarithm of how many there are.
 */
export class BestPlace {
  readonly #isBetter: (one: number, other: number) => boolean
  /** Number of leaves: a power of two. */
  readonly #leaves: number
  /** Winners of the pairs below each node, the whole tournament's at 1; -1 where there is no place. */
  readonly #winners: Int32Array

  /**
   * @param size - How many places there are.
   * @param isBetter - Whether the one place goes before the other, where `one` < `other`.
   */
  constructor(size: number, isBetter: (one: number, other: number) => boolean) {
    this.#isBetter = isBetter
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, size)))
    this.#winners = new Int32Array(2 * this.#leaves).fill(-1)
    for (let place = 0; place < size; place++) this.#winners[this.#leaves + place] = place
    this.rebuild()
  }

  /** The best place; -1 where there is none. */
  get best(): number {
    return this.#winners[1] ?? -1
  }

  /** Compares anew what one place changes. */
  changed(place: number): void {
    for (let node = (this.#leaves + place) >> 1; node >= 1; node >>= 1) this.#play(node)
  }

  /** Compares all places anew. */
  rebuild(): void {
    for (let node = this.#leaves - 1; node >= 1; node--) this.#play(node)
  }

  #play(node: number): void {
    const [one = -1, other = -1] = [this.#winners[2 * node], this.#winners[2 * node + 1]]
    this.#winners[node] = other < 0 || (one >= 0 && this.#isBetter(one, other)) ? one : other
  }
}

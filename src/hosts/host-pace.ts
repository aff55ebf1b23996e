/** Samples that a pace is told by, at most. */
const mostSamples = 64

/** What one host has shown of its speed. Pure. */
export class HostPace {
  #tokens = 0
  #ms = 0
  #samples = 0

  /** A sample ended well. */
  add(tokens: number, ms: number): void {
    // Old samples fade, so that a host that slows down is seen to.
    if (this.#samples >= mostSamples) {
      const kept = 1 - 1 / mostSamples
      this.#tokens *= kept
      this.#ms *= kept
    }
    this.#samples += 1
    this.#tokens += Math.max(1, tokens)
    this.#ms += Math.max(1, ms)
  }

  /** Tokens a second of one of its samples; 0 where none has ended yet. */
  get tokensPerSecond(): number {
    return this.#ms === 0 ? 0 : this.#tokens / (this.#ms / 1_000)
  }
}

/** Lengths of the samples that ended last, in tokens, for what the next is likely to have. Pure. */
export class SampleLengths {
  readonly #tokens: number[] = []
  #sorted: number[] | undefined

  add(tokens: number): void {
    this.#tokens.push(Math.max(1, tokens))
    if (this.#tokens.length > mostSamples) this.#tokens.shift()
    this.#sorted = undefined
  }

  /** The median; 0 where none has ended yet. */
  get median(): number {
    this.#sorted ??= [...this.#tokens].sort((a, b) => a - b)
    return this.#sorted[Math.floor(this.#sorted.length / 2)] ?? 0
  }
}

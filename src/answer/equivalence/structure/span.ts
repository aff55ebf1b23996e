import type { Token, TokenKind } from '../syntax/token.ts'

/** A stretch of an answer's tokens whose brackets match. Splitting looks at its top level only. */
export class Span {
  readonly all: readonly Token[]
  readonly from: number
  readonly end: number

  #kinds: ReadonlySet<TokenKind> | undefined

  constructor(all: readonly Token[], from = 0, end = all.length) {
    this.all = all
    this.from = from
    this.end = end
  }

  /** The kinds of its top-level tokens. */
  get kinds(): ReadonlySet<TokenKind> {
    if (this.#kinds === undefined) {
      const kinds = new Set<TokenKind>()
      this.find((token) => {
        kinds.add(token.kind)
        return false
      })
      this.#kinds = kinds
    }
    return this.#kinds
  }

  get length(): number {
    return this.end - this.from
  }

  /** The token `index` places from the start; negative counts from the end. */
  at(index: number): Token | undefined {
    const place = index < 0 ? this.end + index : this.from + index
    return place >= this.from && place < this.end ? this.all[place] : undefined
  }

  get tokens(): Token[] {
    return this.all.slice(this.from, this.end)
  }

  /** A part of it, by places from its start. */
  part(from: number, end: number = this.length): Span {
    return new Span(this.all, this.from + from, this.from + end)
  }

  /** Places of the top-level tokens that pass a test. */
  find(test: (token: Token) => boolean): number[] {
    const places: number[] = []
    for (let index = this.from; index < this.end; index++) {
      const token = this.all[index]
      if (token === undefined) break
      if (test(token)) places.push(index - this.from)
      if (token.kind === 'open' && token.partner !== undefined && token.partner < this.end)
        index = token.partner
    }
    return places
  }

  has(test: (token: Token) => boolean): boolean {
    return this.find(test).length > 0
  }

  /** The parts between the top-level tokens that pass a test, empty ones left out. */
  split(test: (token: Token) => boolean): Span[] {
    const parts: Span[] = []
    let from = 0
    for (const place of [...this.find(test), this.length]) {
      if (place > from) parts.push(this.part(from, place))
      from = place + 1
    }
    return parts
  }

  /** The inside, where one bracket of these kinds goes around all of it. */
  inside(kinds: readonly string[]): Span | undefined {
    const first = this.at(0)
    if (first?.kind !== 'open' || !kinds.includes(first.text) || first.partner !== this.end - 1)
      return undefined
    return this.part(1, this.length - 1)
  }

  /** Without the brackets and braces that go around all of it and hold no list. */
  get bare(): Span {
    const inner = this.inside(['(', '{', '['])
    if (inner === undefined || inner.length === 0) return this
    if ((this.at(0)?.text === '[') !== (this.at(-1)?.text === ']')) return this
    if (inner.has((token) => token.kind === 'separator')) return this
    return inner.bare
  }
}

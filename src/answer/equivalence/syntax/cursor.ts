import type { Effort } from '../effort.ts'
import { LimitReached, limits } from '../limits.ts'
import type { Token } from './token.ts'
import { children, type Tree } from './tree.ts'

/** Thrown inside the parser where tokens are no expression; a constant, so that it costs no stack trace. */
export const notMathematics = Symbol('not mathematics')

/** The parts of the grammar that call each other, handed along so that their files need not import in a circle. */
export interface Grammar {
  /** Everything up to a separator, relation or closing sign. */
  sum(cursor: Cursor): Tree
  /** A chain of factors. */
  term(cursor: Cursor): Tree
  /** One factor with its powers and marks. */
  factor(cursor: Cursor): Tree
}

/** What all cursors of one expression count together. */
interface Count {
  nodes: number
  depth: number
  /** How deep each node made so far is, leaves at 1. */
  readonly heights: Map<Tree, number>
}

/** Deepest recursion of the parser: each level of brackets takes one step, and so do signs, powers and bars without them. */
const deepest = 200

/**
 * Deepest tree: what walks it recurses once for each level. Marks behind a factor (`5!!!`) and quotients from the left deepen a tree without
 * any bracket.
 */
const highest = 256

/** A place in a range of tokens. Brackets in it are matched. */
export class Cursor {
  readonly tokens: Token[]
  readonly grammar: Grammar
  readonly end: number
  at: number
  /** How many absolute-value bars are open. */
  bars = 0
  readonly #effort: Effort
  readonly #count: Count

  constructor(
    tokens: Token[],
    grammar: Grammar,
    effort: Effort,
    from = 0,
    end = tokens.length,
    count: Count = { nodes: 0, depth: 0, heights: new Map() },
  ) {
    this.tokens = tokens
    this.grammar = grammar
    this.#effort = effort
    this.at = from
    this.end = end
    this.#count = count
  }

  /** The token `ahead` places on, or `undefined` past the end. */
  peek(ahead = 0): Token | undefined {
    const index = this.at + ahead
    return index < this.end ? this.tokens[index] : undefined
  }

  /** Whether the next token has this kind and text. */
  is(kind: Token['kind'], text: string): boolean {
    const token = this.peek()
    return token !== undefined && token.kind === kind && token.text === text
  }

  /** Steps over the next token if it has this kind and text. */
  take(kind: Token['kind'], text: string): boolean {
    if (!this.is(kind, text)) return false
    this.at++
    return true
  }

  fail(): never {
    throw notMathematics
  }

  /** Counts a node against the limit of the answer. */
  node<T extends Tree>(tree: T): T {
    if (++this.#count.nodes > limits.nodes) throw new LimitReached('nodes')
    this.#effort.spend(2)
    let below = 0
    for (const child of children(tree)) below = Math.max(below, this.#count.heights.get(child) ?? 1)
    if (below >= highest) throw new LimitReached('nesting')
    this.#count.heights.set(tree, below + 1)
    return tree
  }

  /** Reads something that may hold its like. */
  deeper(read: (cursor: Cursor) => Tree): Tree {
    if (++this.#count.depth > deepest) throw new LimitReached('nesting')
    const tree = read(this)
    this.#count.depth--
    return tree
  }

  /** A cursor over the inside of the bracket that opens here; this one steps past the bracket. */
  inside(): Cursor {
    const open = this.peek()
    if (open?.kind !== 'open' || open.partner === undefined) return this.fail()
    const inner = this.range(this.at + 1, open.partner)
    this.at = open.partner + 1
    return inner
  }

  /** A cursor over another range of the same tokens. */
  range(from: number, end: number): Cursor {
    return new Cursor(this.tokens, this.grammar, this.#effort, from, end, this.#count)
  }

  /** A cursor over other tokens, counted with these. */
  over(tokens: Token[]): Cursor {
    return new Cursor(tokens, this.grammar, this.#effort, 0, tokens.length, this.#count)
  }

  /** The whole range as one expression. */
  whole(): Tree {
    const tree = this.grammar.sum(this)
    return this.at === this.end ? tree : this.fail()
  }
}

import type { AnswerContext, AskedKind } from '../answer.ts'
import type { MathSpan } from './math-span.ts'
import type { WordSet } from './words.ts'

/** What the rules look at: the answer part of one text, and what is known of the problem. */
export interface Scene {
  /** The part that is searched: after the thinking, before control tokens of a chat template, and not longer than the bound. */
  readonly body: string
  readonly asked: AskedKind
  readonly context: AnswerContext
  /** Two-letter code, or `undefined` where none was named. */
  readonly language: string | undefined
  /** The delimited formulas of `body`, in order. */
  readonly math: readonly MathSpan[]
  /** The places of `body` that announce an answer, last first. */
  readonly anchors: readonly Anchor[]
}

/** How sure a word is of leading to the final answer: the marker the model was told to write, "answer", "result". */
export type AnchorRank = 'marker' | 'answer' | 'result'

/** One place where a text announces its answer. */
export interface Anchor {
  readonly start: number
  readonly end: number
  readonly rank: AnchorRank
  /** The words of the language the anchor is written in. */
  readonly words: Words
}

/** The words around an answer in one language. */
export interface Words {
  /** Verbs between the anchor and the value. */
  readonly is: WordSet
  /** "and", "or". */
  readonly joins: WordSet
  /** "therefore", "so": they stand between verb and value as well. */
  readonly so: WordSet
}

/** A value and where it stood in the body: start, and end (exclusive). */
export interface Found {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** One way of finding an answer. */
export interface Rule {
  /** The name that `by` shows. */
  readonly name: string
  /** What it looks for, in one line, for `--explain`. */
  readonly about: string
  /** Whether the rule is tried for this scene at all. */
  applies(scene: Scene): boolean
  /** The answer; `truncated` where it was begun and never finished; `undefined` where the rule has nothing to say. */
  find(scene: Scene): Found | 'truncated' | undefined
}

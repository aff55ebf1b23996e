import type { AnswerContext, AskedKind } from '../answer.ts'
import type { MathSpan } from './math-span.ts'

/** What the rules look at: the answer part of one text, and what is known of the problem. */
export interface Scene {
  /** The part that is searched: after the thinking, before control tokens of a chat template, and not longer than the rules' bound. */
  readonly body: string
  readonly asked: AskedKind
  readonly context: AnswerContext
  /** Two-letter code, or `undefined` where none was named. */
  readonly language: string | undefined
  /** The delimited formulas of `body`, in order. */
  readonly math: readonly MathSpan[]
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

import type { AnswerContext, AskedKind } from '../../answer.ts'
import type { ReadingName } from '../keyed-answer.ts'
import type { Shape } from '../structure/shape.ts'

/** An answer before anything is known of it, in the two forms that readers look at. */
export interface Written {
  /** As written, without what encloses all of it and without the dress of LaTeX (see `plainForm`). */
  readonly plain: string
  /** With every sign in its LaTeX form (see `normalise`): what the mathematics reads. */
  readonly normal: string
  readonly context: AnswerContext
  /** Two-letter code of the language, where one is told. */
  readonly language: string | undefined
  /** The literal shape of a part of it, read as an answer of its own; `undefined` where that is words. */
  readonly read: (part: string) => Shape | undefined
  /** The shape of a part as words: for what a reader knows to be a name or a remark. */
  readonly words: (part: string) => Shape
}

/** What an answer is, and the other ways to see it. */
export interface TextReading {
  readonly shape: Shape
  readonly others?: readonly { readonly name: ReadingName; readonly shape: Shape }[]
}

/** One kind of answer that is no mathematics, though it might be parsed as such. */
export interface TextReader {
  /** What it takes and what it never joins, in one sentence. */
  readonly what: string
  /** A sign that is in everything it takes, in its plain form: most answers have it not, and cost the reader nothing more. */
  readonly sign: RegExp
  /** The kinds asked for under which it is asked. */
  readonly kinds: ReadonlySet<AskedKind>
  /** The canonical form, or `undefined` where the reader is not sure. */
  readonly read: (written: Written) => TextReading | undefined
}

/** Where nothing says what kind of answer it is. */
export const whereOpen: ReadonlySet<AskedKind> = new Set(['auto'])

/** Where a number may stand. */
export const whereNumeric: ReadonlySet<AskedKind> = new Set(['auto', 'number', 'percent', 'quantity'])

/** A text that is compared as it stands. */
export function exactText(text: string): TextReading {
  return { shape: { type: 'text', text } }
}

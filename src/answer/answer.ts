import type { FieldReader } from './fields/field-tally.ts'

/** Kinds of answers that can be asked for and found; `auto` tells from the text. */
export const answerKinds = [
  'number',
  'percent',
  'quantity',
  'expression',
  'equation',
  'inequality',
  'set',
  'list',
  'tuple',
  'interval',
  'matrix',
  'choice',
  'text',
  'json',
] as const

/** The kind of one answer. `quantity` is a number with a unit; `interval` includes unions of intervals. */
export type AnswerKind = (typeof answerKinds)[number]

/** The kind asked for: a kind, or `auto`. */
export type AskedKind = AnswerKind | 'auto'

/** What is known of the problem an answer belongs to. */
export interface AnswerContext {
  /** The kind asked for; `auto` when absent. */
  readonly kind?: AskedKind
  /** The texts of the options, in order (A first). Choice letters are looked for only where there are options. */
  readonly choices?: readonly string[]
  /** Language of the text (`en`, `de`, `pt-BR`, `german` …), for decimal commas and words. */
  readonly language?: string
  /** Whether a JSON value is of the shape that was asked for (see `jsonFits`): one that is not is no answer of kind `json`. */
  readonly fits?: (json: unknown) => boolean
  /** Reads a JSON answer field by field (see `fieldReader`), where fields are voted on. */
  readonly fields?: FieldReader
  /** Words the model was told to write before its answer (`Final answer:`), as a model card names them. */
  readonly marker?: string
}

/** Why there is no answer to count. */
export const noAnswerReasons = [
  'truncated',
  'in-thinking',
  'tripped',
  'failed',
  'not-found',
  'not-asked',
] as const

/** An answer found in a text, or none with the reason. */
export type Extraction =
  | {
      readonly type: 'found'
      /** The answer as written, delimiters taken off. */
      readonly value: string
      readonly kind: AnswerKind
      /** The rule that found it. */
      readonly by: string
      /** Where it stood in the text, in UTF-16 code units: start, and end (exclusive). */
      readonly span: readonly [number, number]
    }
  | { readonly type: 'none'; readonly reason: (typeof noAnswerReasons)[number] }

/** Answers judged equivalent. */
export interface AnswerCluster {
  /** Its most frequent spelling, ties to the shortest, then lexical. */
  readonly answer: string
  readonly kind: AnswerKind
  /** Every spelling, most frequent first. */
  readonly spellings: readonly string[]
  /** Which of the answers given, by position, ascending. */
  readonly members: readonly number[]
}

/** The clusters of a list of answers. Clusters come by size, then by first member. */
export interface Grouping {
  readonly clusters: readonly AnswerCluster[]
  /** Positions that held no answer. */
  readonly abstained: readonly number[]
}

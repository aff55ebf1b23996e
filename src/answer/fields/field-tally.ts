import type { Unsupported } from './schema-nodes.ts'

/** One ballot of a vote by fields: the JSON answer of a sample. */
export interface FieldBallot {
  /** Number of the sample, its place in the launch order: each its own. */
  readonly index: number
  /** JSON text. */
  readonly answer: string
}

/** A value of a field, and the samples that said it. */
export interface FieldOption {
  /** JSON text, in its most frequent spelling; absent where the field is not there. */
  readonly value?: string
  /** Ascending; at least one. */
  readonly samples: readonly number[]
}

/** What the ballots say of one field: an electorate of its own. */
export interface FieldCount {
  /** `party`, `parties[0].name`, `["odd key"]`; `$` for the whole answer. Of an item or element that did not get in: `tags[]`. */
  readonly path: string
  /**
   * `value`: the option with most votes is elected · `member`: an element or item of an array, which is in when more than half of the ballots hold it ·
   * `newcomer`: whether something that no ballot holds yet is in; it is counted for the risk and not shown.
   */
  readonly kind: 'value' | 'member' | 'newcomer'
  /** Whether a vote waits for it. */
  readonly required: boolean
  /** What is elected first; the others by votes, equal votes by the smallest sample. Empty where no ballot says anything of it. */
  readonly options: readonly FieldOption[]
  /** Samples whose ballots count here. */
  readonly ballots: number
  /** Whether there is anything to say of it: not of a place that is an object in every ballot. */
  readonly shown: boolean
}

/** A text that was not voted, and the sample from which it comes whole. */
export interface ProseField {
  readonly path: string
  /** JSON text. */
  readonly value: string
  readonly sample: number
}

/** How the items of an array were told apart. */
export interface ItemAlignment {
  readonly path: string
  /** `schema`: by the key that it names · `found`: by a field that is unique in nearly every ballot · `matched`: by their leaves. */
  readonly by: 'schema' | 'found' | 'matched'
  readonly key?: readonly string[]
}

/** What ballots say, field by field. */
export interface FieldTally {
  /** Every electorate, in the order of the schema. */
  readonly counts: readonly FieldCount[]
  readonly prose: readonly ProseField[]
  readonly alignments: readonly ItemAlignment[]
  /** The elected fields put together, as JSON text; absent where no ballot counts. */
  readonly assembled?: string
  /** Whether it fits the schema. */
  readonly fits: boolean
  /** The ballot that agrees with what is elected in most fields, of equals the first. */
  readonly medoid?: FieldBallot
  /** Samples that wrote exactly the assembled answer. */
  readonly exact: readonly number[]
  /** Ballots that count, ascending. */
  readonly voters: readonly number[]
}

/** Reads answers of one schema field by field. */
export interface FieldReader {
  /** Whether there are fields to vote on: the answer is an object, or an array of objects. */
  readonly hasFields: boolean
  /** What of the schema is voted as a whole. */
  readonly unsupported: readonly Unsupported[]
  /** Whether a value fits the schema. */
  fits(json: unknown): boolean
  /** Whether a value has at least one field that fits. */
  fitsInPart(json: unknown): boolean
  /** Whether two answers, JSON texts, say the same in every field; prose is not compared, nor the order of elements. */
  same(a: string, b: string): boolean
  /** Counts ballots field by field. The order in which they are given changes nothing. */
  tally(ballots: readonly FieldBallot[]): FieldTally
}

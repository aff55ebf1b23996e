import type { Electorates, Held } from './electorates.ts'
import type { FieldClasses } from './field-class.ts'
import type { Json } from './json-value.ts'
import type { Schema } from './schema-keywords.ts'
import type { SchemaNodes } from './schema-nodes.ts'

/** What an election reads ballots with. */
export interface ElectionTerms {
  readonly nodes: SchemaNodes
  readonly classes: FieldClasses
  /** Whether a value fits a schema within the whole one. */
  readonly fits: (schema: Schema, value: Json) => boolean
}

/** What is elected at a place. */
export type Elected =
  | { readonly type: 'absent' }
  | { readonly type: 'value'; readonly value: Json }
  | { readonly type: 'object'; readonly entries: readonly (readonly [string, Elected])[] }
  | { readonly type: 'array'; readonly items: readonly Elected[] }
  | {
      readonly type: 'prose'
      readonly path: string
      readonly texts: ReadonlyMap<number, string>
    }

/** What elects the answer at a place. */
export interface Elector {
  readonly terms: ElectionTerms
  readonly electorates: Electorates
  elect(schema: Schema, path: string, required: boolean, ballots: readonly Held[]): Elected
}

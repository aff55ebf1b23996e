import type { AskedKind } from '../../answer/answer.ts'
import type { ProblemField } from './problem-fields.ts'
import type { DatasetRecord } from './record.ts'

/** A problem in the making: values as the file has them. */
export type ProblemDraft = { [field in ProblemField]?: unknown }

/** Which field of the file holds a field of the problem, where the user says so. */
export type FieldNames = { readonly [field in ProblemField]?: string }

/** What a format may know beside the record. */
export interface FormatContext {
  /** Path of the file, as the user wrote it. */
  readonly path: string
  /** Kind of every answer, where the user says so. */
  readonly kind?: AskedKind
  /** Seed for the order of options. */
  readonly choiceSeed: number
}

/** What a format makes of a draft: the draft, or what is wrong with one of its fields. */
export type Refined =
  | {
      readonly draft: ProblemDraft
      /** Whether the answer was taken out of a text that announces it. */
      readonly announced?: boolean
    }
  | { readonly field: ProblemField; readonly wrong: string }

/** A shape that problem sets come in. */
export interface DatasetFormat {
  readonly name: string
  /** Whether a file with these records is of this shape. */
  recognises(records: readonly DatasetRecord[], path: string): boolean
  /** For each field of a problem the fields of the file that may hold it, best first. */
  readonly fields: { readonly [field in ProblemField]?: readonly string[] }
  /** Kind of answer, where the format tells. */
  readonly kind?: AskedKind
  /** Fields of the file beside these that tell the format, or that `refine` looks at. */
  readonly alsoReads?: readonly string[]
  /** What is left to do once each field has its value. */
  refine?(draft: ProblemDraft, record: DatasetRecord, context: FormatContext): Refined
}

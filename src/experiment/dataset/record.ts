import type { DatasetFault } from './faults.ts'

/** Where a record begins in its file. Of a JSON list lines are only counted when one is asked for. */
export interface RecordPlace {
  /** From 1. */
  readonly line: number
}

/** One record of a dataset file, as it stands there. */
export interface DatasetRecord {
  readonly at: RecordPlace
  readonly fields: Readonly<Record<string, unknown>>
}

/** Some records of a file one after the other, and what between them could not be read. */
export type RecordBatch = readonly (DatasetRecord | DatasetFault)[]

/** Whether a field holds something: neither `null` nor blank text. */
export function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '')
}

/**
 * The field of a record that goes by a name: the very name, else one that differs only in case, spaces and punctuation (`Correct Answer`,
 * `correct_answer`).
 *
 * @returns Its name in the record, or `undefined` where there is none.
 */
export function findField(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (Object.hasOwn(fields, name)) return name
  const wanted = plainName(name)
  for (const field in fields) if (Object.hasOwn(fields, field) && plainName(field) === wanted) return field
  return undefined
}

/** Every record of a file has the same few names. */
const plainNames = new Map<string, string>()
const mostPlainNames = 1_000

/** A name without what does not tell names apart: case, spaces, punctuation. */
export function plainName(name: string): string {
  const seen = plainNames.get(name)
  if (seen !== undefined) return seen
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  if (plainNames.size < mostPlainNames) plainNames.set(name, plain)
  return plain
}

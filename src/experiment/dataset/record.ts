import type { DatasetFault } from './faults.ts'

/** One record of a dataset file, as it stands there. */
export interface DatasetRecord {
  /** Line of the file where it begins, from 1. */
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

/** The records of a file, and what of it could not be read. */
export interface DatasetRecords {
  readonly records: readonly DatasetRecord[]
  readonly faults: readonly DatasetFault[]
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
  return Object.keys(fields).find((field) => plainName(field) === wanted)
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

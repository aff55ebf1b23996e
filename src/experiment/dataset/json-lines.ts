import { parseExactJson } from '../../ground/exact-json.ts'
import { isFields } from '../../ground/fields.ts'
import type { DatasetFault } from './faults.ts'
import type { DatasetRecord } from './record.ts'

/** A line with something on it. */
export interface FilledLine {
  readonly text: string
  /** Its number, from 1. */
  readonly line: number
}

/** Reads a line of JSON Lines, which holds one object. */
export function readJsonLine({ text, line }: FilledLine): DatasetRecord | DatasetFault {
  let fields: unknown
  try {
    fields = parseExactJson(text)
  } catch {
    return { line, text: 'this is not JSON: one object a line is expected' }
  }
  return isFields(fields) ? { at: { line }, fields } : { line, text: 'this is not an object with fields' }
}

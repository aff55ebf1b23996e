import { isFields } from '../../ground/fields.ts'
import type { DatasetRecords } from './record.ts'

/** Reads JSON Lines: one object a line, empty lines ignored. */
export function readJsonLines(text: string): DatasetRecords {
  const records: DatasetRecords['records'][number][] = []
  const faults: DatasetRecords['faults'][number][] = []
  text.split('\n').forEach((written, index) => {
    if (written.trim() === '') return
    const line = index + 1
    let fields: unknown
    try {
      fields = JSON.parse(written)
    } catch {
      faults.push({ line, text: 'this is not JSON: one object a line is expected' })
      return
    }
    if (isFields(fields)) records.push({ line, fields })
    else faults.push({ line, text: 'this is not an object with fields' })
  })
  return { records, faults }
}

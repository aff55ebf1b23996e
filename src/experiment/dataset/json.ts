import { isFields } from '../../ground/fields.ts'
import { jsonPath, jsonPositions } from '../../ground/json-position.ts'
import type { DatasetRecords } from './record.ts'

/**
 * Reads one JSON value: a list of objects, or an object that holds just one such list (`{"problems": […]}`, `{"rows": [{"row": {…}}]}` as a dataset
 * viewer exports it).
 */
export function readJson(text: string): DatasetRecords {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const place = jsonPositions(text).error
    return {
      records: [],
      faults: [{ line: place?.line ?? 1, text: `this is not JSON (column ${place?.column ?? 1})` }],
    }
  }
  const list = findList(value)
  if (list === undefined) {
    return {
      records: [],
      faults: [{ line: 1, text: 'a list of objects is expected, or an object with one such list' }],
    }
  }
  const { lines } = jsonPositions(text)
  const records: DatasetRecords['records'][number][] = []
  const faults: DatasetRecords['faults'][number][] = []
  list.items.forEach((item, index) => {
    const line = lines.get(jsonPath([...list.path, index])) ?? 1
    const fields = isFields(item) && isFields(item['row']) ? item['row'] : item
    if (isFields(fields)) records.push({ line, fields })
    else faults.push({ line, text: 'this is not an object with fields' })
  })
  return { records, faults }
}

/** The list of records in a JSON value, and the path to it. */
export function findList(value: unknown): { items: readonly unknown[]; path: readonly string[] } | undefined {
  if (Array.isArray(value)) return { items: value, path: [] }
  if (!isFields(value)) return undefined
  const lists = Object.entries(value).filter(([, held]) => Array.isArray(held) && held.some(isFields))
  const [only] = lists
  return only === undefined || lists.length > 1 ? undefined : { items: only[1] as unknown[], path: [only[0]] }
}

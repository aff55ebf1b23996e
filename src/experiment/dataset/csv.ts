import { CsvError, parse } from 'csv-parse/sync'
import type { DatasetRecords } from './record.ts'

/**
 * Reads comma-separated values with a header line; semicolons and tabs are taken where the header has more of them. Quoted fields may hold line
 * breaks, and empty lines are ignored.
 */
export function readCsv(text: string): DatasetRecords {
  let rows: readonly Row[]
  try {
    // Rows of the wrong length are wanted here, to name them all; the reader would stop at the first.
    const options = {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: delimiterOf(text),
    }
    rows = parse(text, options) as unknown as readonly Row[]
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = typeof cause['lines'] === 'number' ? cause['lines'] : 1
    return { records: [], faults: [{ line, text: `this is not CSV: ${cause.message}` }] }
  }
  const [header, ...rest] = rows
  if (header === undefined) return { records: [], faults: [] }
  const names = header.record.map((name) => name.trim())
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined)
    return { records: [], faults: [{ line: 1, field: twice, text: 'two columns have this name' }] }
  const records: DatasetRecords['records'][number][] = []
  const faults: DatasetRecords['faults'][number][] = []
  for (const { record, info } of rest) {
    const line = info.lines - record.join('').split('\n').length + 1
    if (record.length === names.length) {
      records.push({ line, fields: Object.fromEntries(names.map((name, place) => [name, record[place]])) })
    } else {
      faults.push({ line, text: `${record.length} fields where the header has ${names.length}` })
    }
  }
  return { records, faults }
}

interface Row {
  readonly record: readonly string[]
  /** `lines`: the line where the record ends. */
  readonly info: { readonly lines: number }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '')
  const count = (sign: string) => header.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { DatasetFault } from './faults.ts'
import type { DatasetRecord, RecordBatch } from './record.ts'

/**
 * Reads comma-separated values with a header line, in batches; semicolons and tabs are taken where the header has more of them. Quoted fields
 * may hold line breaks, and empty lines are ignored.
 */
export async function* readCsv(texts: AsyncIterable<string>): AsyncGenerator<RecordBatch, void, undefined> {
  const { header, whole } = await headerOf(texts)
  const parser = parse({
    info: true,
    // Rows of the wrong length are wanted here, to name them all; the reader would stop at the first.
    relax_column_count: true,
    skip_empty_lines: true,
    delimiter: delimiterOf(header),
  })
  // A failure comes out of the loop over the parser; the callback only keeps it from being unhandled.
  pipeline(whole, parser, () => {})
  let names: readonly string[] | undefined
  let batch: (DatasetRecord | DatasetFault)[] = []
  try {
    for await (const { record, info } of parser as AsyncIterable<Row>) {
      if (names === undefined) {
        names = record.map((name) => name.trim())
        const twice = names.find((name, place) => names?.indexOf(name) !== place)
        if (twice === undefined) continue
        yield [{ line: 1, field: twice, text: 'two columns have this name' }]
        return
      }
      const line = info.lines - record.join('').split('\n').length + 1
      if (record.length === names.length) {
        const fields = Object.fromEntries(names.map((name, place) => [name, record[place]]))
        batch.push({ at: { line }, fields })
      } else {
        batch.push({ line, text: `${record.length} fields where the header has ${names.length}` })
      }
      if (batch.length < rowsInBatch) continue
      yield batch
      batch = []
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = typeof cause['lines'] === 'number' ? cause['lines'] : 1
    batch.push({ line, text: `this is not CSV: ${cause.message}` })
  }
  yield batch
}

const rowsInBatch = 500

interface Row {
  readonly record: readonly string[]
  /** `lines`: the line where the record ends. */
  readonly info: { readonly lines: number }
}

/** The first line of a text, and the whole of it again. */
async function headerOf(texts: AsyncIterable<string>) {
  const rest = texts[Symbol.asyncIterator]()
  let begun = ''
  let next = await rest.next()
  for (; !next.done; next = await rest.next()) {
    begun += next.value
    if (/[\r\n]/.test(next.value)) break
  }
  async function* whole(): AsyncGenerator<string> {
    yield begun
    for (let more = await rest.next(); !more.done; more = await rest.next()) yield more.value
  }
  return { header: begun.slice(0, begun.search(/[\r\n]|$/)), whole: whole() }
}

function delimiterOf(header: string): string {
  const plain = header.replace(/"[^"]*"/g, '')
  const count = (sign: string) => plain.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

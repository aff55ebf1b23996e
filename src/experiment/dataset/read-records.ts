import { UsageError } from '../../ground/errors.ts'
import { type ByteLine, LineCutter, utf8Text, withoutByteOrderMark } from '../../ground/lines.ts'
import { readCsv } from './csv.ts'
import type { DatasetFault } from './faults.ts'
import type { FieldNames } from './format.ts'
import { readJson } from './json.ts'
import { type FilledLine, readJsonLine } from './json-lines.ts'
import type { DatasetRecord, RecordBatch } from './record.ts'
import { magicBytes, refuseUnreadable } from './unreadable-file.ts'

/**
 * Reads the records of a file: CSV where the name says so, else by the text: a list or one object is JSON, an object a line is JSON Lines, anything
 * else CSV. Names lie about JSON: JSON Lines are often called `.json`.
 *
 * JSON Lines and CSV are read as a stream; of JSON the whole text is held, since it is one value. Records come in batches: an asynchronous step for each
 * would take longer than the reading.
 *
 * @throws UsageError for a file that is no text in UTF-8.
 */
export async function* readRecords(
  bytes: AsyncIterable<Buffer>,
  path: string,
  named: FieldNames,
): AsyncGenerator<RecordBatch, void, undefined> {
  const { head, whole } = await headOf(bytes)
  refuseUnreadable(path, head)
  const start = withoutByteOrderMark(head.toString('utf8')).trimStart()
  if (start === '') return
  if (/\.[ct]sv(\.gz)?$/i.test(path) || !/^[[{]/.test(start)) {
    yield* readCsv(textsOf(whole, path))
  } else if (start.startsWith('[')) {
    yield* batchesOf(readJson(await wholeText(whole, path), named))
  } else {
    yield* readObjects(whole, path, named)
  }
}

/**
 * Reads a text that begins with an object: JSON Lines where one ends on the first line and something stands below it. Alone, or over several
 * lines, it is one JSON value.
 */
async function* readObjects(
  bytes: AsyncIterable<Buffer>,
  path: string,
  named: FieldNames,
): AsyncGenerator<RecordBatch, void, undefined> {
  const begun: FilledLine[] = []
  let isJsonLines = false
  for await (const lines of filledLines(bytes, path)) {
    if (isJsonLines) {
      yield lines.map(readJsonLine)
      continue
    }
    const wasShort = begun.length < 2
    begun.push(...lines)
    const [first] = begun
    // Where the first line is no object, the others can only make it one together.
    isJsonLines = wasShort && begun.length > 1 && first !== undefined && 'fields' in readJsonLine(first)
    if (isJsonLines) yield begun.splice(0).map(readJsonLine)
  }
  if (isJsonLines) return
  const text = joined(begun)
  const isOneValue = isJson(text) || /\.json(\.gz)?$/i.test(path)
  yield* batchesOf(isOneValue ? readJson(text, named) : begun.map(readJsonLine))
}

/** Records in a batch of those that are not cut by what was read at once. */
const recordsInBatch = 500

/** Cuts a row of records into batches. */
function* batchesOf(records: Iterable<DatasetRecord | DatasetFault>): Generator<RecordBatch> {
  let batch: (DatasetRecord | DatasetFault)[] = []
  for (const record of records) {
    batch.push(record)
    if (batch.length < recordsInBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** The lines that hold something, as many at once as were read at once. */
async function* filledLines(bytes: AsyncIterable<Buffer>, path: string): AsyncGenerator<FilledLine[]> {
  const cutter = new LineCutter()
  const filled = (each: ByteLine | undefined, to: FilledLine[]) => {
    if (each === undefined) return
    const text = lineText(each, path)
    if (text.trim() !== '') to.push({ text, line: each.line })
  }
  for await (const chunk of bytes) {
    const lines: FilledLine[] = []
    cutter.push(chunk)
    for (let each = cutter.next(); each !== undefined; each = cutter.next()) filled(each, lines)
    yield lines
  }
  const lines: FilledLine[] = []
  filled(cutter.last(), lines)
  yield lines
}

function lineText({ bytes, line }: ByteLine, path: string): string {
  const text = utf8Text(bytes)
  if (text === undefined) throw notUtf8(`${path}:${line}`)
  return line === 1 ? withoutByteOrderMark(text) : text
}

/** Lines as they stood, with the empty ones between. */
function joined(lines: readonly FilledLine[]): string {
  let at = 1
  return lines
    .map(({ text, line }) => {
      const gap = '\n'.repeat(line - at)
      at = line
      return gap + text
    })
    .join('')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function wholeText(bytes: AsyncIterable<Buffer>, path: string): Promise<string> {
  const texts: string[] = []
  for await (const text of textsOf(bytes, path)) texts.push(text)
  return texts.join('')
}

/** UTF-8 text in pieces, a byte order mark taken off. */
async function* textsOf(bytes: AsyncIterable<Buffer>, path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Buffer) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch (cause) {
      throw notUtf8(path, cause)
    }
  }
  for await (const chunk of bytes) yield decode(chunk)
  yield decode()
}

function notUtf8(where: string, cause?: unknown): UsageError {
  return new UsageError(`${where} is not UTF-8 text.`, { fix: 'Save it as UTF-8.', cause })
}

/** The first bytes of a file, enough to tell what it is, and the whole of it again. */
async function headOf(bytes: AsyncIterable<Buffer>): Promise<{ head: Buffer; whole: AsyncIterable<Buffer> }> {
  const rest = bytes[Symbol.asyncIterator]()
  const begun: Buffer[] = []
  let length = 0
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    // The owner of a chunk may write over it.
    begun.push(Buffer.from(next.value))
    length += next.value.length
    if (length >= magicBytes && /[^\s\uFEFF]/.test(next.value.toString('utf8'))) break
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield* begun
    begun.length = 0
    for (let more = await rest.next(); !more.done; more = await rest.next()) yield more.value
  }
  return { head: Buffer.concat(begun), whole: whole() }
}

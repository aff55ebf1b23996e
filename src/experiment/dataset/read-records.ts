import { UsageError } from '../../ground/errors.ts'
import { type ByteLine, linesOf, utf8Text, withoutByteOrderMark } from '../../ground/lines.ts'
import { readCsv } from './csv.ts'
import type { DatasetFault } from './faults.ts'
import type { FieldNames } from './format.ts'
import { readJson } from './json.ts'
import { readJsonLine } from './json-lines.ts'
import type { DatasetRecord } from './record.ts'
import { magicBytes, refuseUnreadable } from './unreadable-file.ts'

/**
 * Reads the records of a file: CSV where the name says so, else by the text: a list or one object is JSON, an object a line is JSON Lines, anything
 * else CSV. Names lie about JSON: JSON Lines are often called `.json`.
 *
 * JSON Lines and CSV are read as a stream; of JSON the whole text is held, since it is one value.
 *
 * @throws UsageError for a file that is no text in UTF-8.
 */
export async function* readRecords(
  bytes: AsyncIterable<Buffer>,
  path: string,
  named: FieldNames,
): AsyncGenerator<DatasetRecord | DatasetFault, void, undefined> {
  const { head, whole } = await headOf(bytes)
  refuseUnreadable(path, head)
  const start = withoutByteOrderMark(head.toString('utf8')).trimStart()
  if (start === '') return
  if (/\.[ct]sv(\.gz)?$/i.test(path) || !/^[[{]/.test(start)) {
    yield* readCsv(textsOf(whole, path))
  } else if (start.startsWith('[')) {
    yield* readJson(await wholeText(whole, path), named)
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
): AsyncGenerator<DatasetRecord | DatasetFault, void, undefined> {
  const lines = filledLines(bytes, path)
  const first = await lines.next()
  if (first.done) return
  const begun = readJsonLine(first.value.text, first.value.line)
  const second = await lines.next()
  if ('fields' in begun && !second.done) {
    yield begun
    yield readJsonLine(second.value.text, second.value.line)
    for await (const { text, line } of lines) yield readJsonLine(text, line)
    return
  }
  // Lines between are kept apart by number, so that messages name them as the file has them.
  const rest = second.done ? [] : [second.value]
  for await (const line of lines) rest.push(line)
  const all = [first.value, ...rest]
  const text = joined(all)
  if ('fields' in begun || isJson(text)) yield* readJson(text, named)
  else if (/\.json(\.gz)?$/i.test(path)) yield* readJson(text, named)
  else for (const { text: one, line } of all) yield readJsonLine(one, line)
}

interface FilledLine {
  readonly text: string
  readonly line: number
}

async function* filledLines(bytes: AsyncIterable<Buffer>, path: string): AsyncGenerator<FilledLine> {
  for await (const each of linesOf(bytes)) {
    const text = lineText(each, path)
    if (text.trim() !== '') yield { text, line: each.line }
  }
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

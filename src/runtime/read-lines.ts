import { type ByteLine, LineCutter, utf8Text } from '../ground/lines.ts'

/** What came is not the runtime's protocol. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
}

/** Longest line, in bytes. The longest real one is the last line of `/api/generate`: the token ids of a whole window. */
const longestLine = 16 * 1024 * 1024

/** Reads the lines of a body as text, wherever the bytes are cut; blank ones are left out. */
export class LineReader {
  readonly #cutter = new LineCutter({ longestLine })

  /**
   * Calls `onLine` for each line that is complete with this chunk.
   *
   * @throws MalformedError for bytes that are not UTF-8, and for a line without end, after the lines before them.
   */
  read(chunk: Buffer, onLine: (line: string) => void): void {
    this.#cutter.push(chunk)
    for (let line = this.#cutter.next(); line !== undefined; line = this.#cutter.next()) take(line, onLine)
    if (this.#cutter.isTooLong) throw tooLong()
  }

  /** The last line, if the body ended without a line feed. */
  end(onLine: (line: string) => void): void {
    const line = this.#cutter.last()
    if (line !== undefined) take(line, onLine)
  }
}

function take({ bytes, isTooLong }: ByteLine, onLine: (line: string) => void): void {
  if (isTooLong) throw tooLong()
  const text = utf8Text(bytes)
  if (text === undefined) throw new MalformedError('the text is not UTF-8')
  if (!isBlank(text)) onLine(text)
}

function tooLong(): MalformedError {
  return new MalformedError(`a line is longer than ${longestLine} bytes`)
}

function isBlank(line: string): boolean {
  return line === '' || line === '\r' || (line.charCodeAt(0) <= 0x20 && line.trim() === '')
}

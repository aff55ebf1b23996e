import { isUtf8 } from 'node:buffer'

/** What came is not the runtime's protocol. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
}

/** Longest line, in bytes. The longest real one is the last line of `/api/generate`: the token ids of a whole window. */
const longestLine = 16 * 1024 * 1024

const lineFeed = 0x0a

/**
 * Cuts a body into lines, wherever the bytes are cut.
 *
 * Bytes are only decoded as whole lines, so that no character is torn. Memory is bounded by the longest line.
 */
export class LineReader {
  #rest: Buffer[] = []
  #restBytes = 0

  /**
   * Calls `onLine` for each line that is complete with this chunk, blank ones left out.
   *
   * @throws MalformedError for bytes that are not UTF-8, after the lines before them, and for a line without end.
   */
  read(chunk: Buffer, onLine: (line: string) => void): void {
    const end = chunk.lastIndexOf(lineFeed)
    if (end === -1) {
      this.#keep(chunk)
      return
    }
    const head = chunk.subarray(0, end)
    const block = this.#restBytes === 0 ? head : Buffer.concat([...this.#rest, head])
    this.#rest = []
    this.#restBytes = 0
    if (end + 1 < chunk.length) this.#keep(chunk.subarray(end + 1))
    eachLine(block, onLine)
  }

  /** The last line, if the body ended without a line feed. */
  end(onLine: (line: string) => void): void {
    const block = Buffer.concat(this.#rest)
    this.#rest = []
    this.#restBytes = 0
    eachLine(block, onLine)
  }

  #keep(bytes: Buffer): void {
    this.#rest.push(bytes)
    this.#restBytes += bytes.length
    if (this.#restBytes > longestLine) {
      throw new MalformedError(`a line is longer than ${longestLine} bytes`)
    }
  }
}

function eachLine(block: Buffer, onLine: (line: string) => void): void {
  const text = block.toString('utf8')
  // Decoding puts U+FFFD for what is not UTF-8; it may also have been sent as such.
  if (text.includes('\ufffd') && !isUtf8(block)) {
    eachCheckedLine(block, onLine)
    return
  }
  if (!text.includes('\n')) {
    if (!isBlank(text)) onLine(text)
    return
  }
  for (const line of text.split('\n')) if (!isBlank(line)) onLine(line)
}

/** Line by line, so that those before the bad bytes are kept however the body was cut. */
function eachCheckedLine(block: Buffer, onLine: (line: string) => void): void {
  for (let from = 0; from <= block.length; ) {
    const found = block.indexOf(lineFeed, from)
    const line = block.subarray(from, found === -1 ? block.length : found)
    if (!isUtf8(line)) throw new MalformedError('the text is not UTF-8')
    const text = line.toString('utf8')
    if (!isBlank(text)) onLine(text)
    from += line.length + 1
  }
}

function isBlank(line: string): boolean {
  return line === '' || line === '\r' || (line.charCodeAt(0) <= 0x20 && line.trim() === '')
}

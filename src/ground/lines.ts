import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'

/** One line of bytes. */
export interface ByteLine {
  /** Its number, from 1. */
  readonly line: number
  /**
   * Without its line feed; of a line that is too long, only the beginning. Good until the next line or chunk is asked for: the bytes
   * lie in the buffer that the lines are read through.
   */
  readonly bytes: Buffer
  /** Whether its line feed came. Only the last line can lack it: it may be torn. */
  readonly ended: boolean
  /** Whether it has more bytes than were allowed. */
  readonly isTooLong: boolean
}

export interface LineLimits {
  /** Most bytes of a line that are kept. Absent: all, and memory is bounded by the longest line alone. */
  readonly longestLine?: number
}

const lineFeed = 0x0a
const empty: Buffer = Buffer.alloc(0)

/**
 * Cuts bytes into lines, wherever the bytes are cut into chunks.
 *
 * Give it a chunk by `push`, take lines by `next` until there is none, and so on; `last` is what stands behind the last line feed.
 * A line that lies in one chunk is not copied. Of any other each byte is looked at once and copied once, and the buffer doubles when it is
 * full, so the cost grows with the bytes and not with their square, however long a line is.
 */
export class LineCutter {
  readonly #longestLine: number
  /** The beginning of a line whose end has not come, in the first `#keptBytes` of it. */
  #kept: Buffer = empty
  #keptBytes = 0
  /** The line at hand is longer than what is kept of it. */
  #isTooLong = false
  #chunk: Buffer = empty
  /** Where the next line begins in the chunk. */
  #from = 0
  #lines = 0

  constructor({ longestLine = Number.POSITIVE_INFINITY }: LineLimits = {}) {
    this.#longestLine = longestLine
  }

  /** Whether the line that has not ended yet is too long already: a caller need not wait for its end. */
  get isTooLong(): boolean {
    return this.#isTooLong
  }

  /** Takes the next chunk; a text is read as UTF-8. All lines of the one before must have been taken. */
  push(chunk: Uint8Array | string): void {
    this.#chunk = bufferOf(chunk)
    this.#from = 0
  }

  /** The next line that is complete; `undefined` where another chunk is needed. */
  next(): ByteLine | undefined {
    const end = this.#chunk.indexOf(lineFeed, this.#from)
    const piece = this.#chunk.subarray(this.#from, end === -1 ? this.#chunk.length : end)
    if (end === -1) {
      // Nothing of the chunk may be needed after it: its owner may write over it.
      if (piece.length > 0) this.#keep(piece)
      this.#chunk = empty
      this.#from = 0
      return undefined
    }
    this.#from = end + 1
    if (this.#keptBytes === 0 && piece.length <= this.#longestLine) return this.#line(piece, true)
    this.#keep(piece)
    return this.#line(this.#kept.subarray(0, this.#keptBytes), true)
  }

  /** What stands behind the last line feed, once all chunks were read; `undefined` where nothing does. */
  last(): ByteLine | undefined {
    if (this.#keptBytes === 0) return undefined
    return this.#line(this.#kept.subarray(0, this.#keptBytes), false)
  }

  #line(bytes: Buffer, ended: boolean): ByteLine {
    const isTooLong = this.#isTooLong
    this.#lines += 1
    this.#keptBytes = 0
    this.#isTooLong = false
    return { line: this.#lines, bytes, ended, isTooLong }
  }

  #keep(piece: Buffer): void {
    const room = this.#longestLine - this.#keptBytes
    const part = piece.length > room ? piece.subarray(0, room) : piece
    if (part.length < piece.length) this.#isTooLong = true
    const needed = this.#keptBytes + part.length
    if (needed > this.#kept.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#kept.length))
      this.#kept.copy(larger, 0, 0, this.#keptBytes)
      this.#kept = larger
    }
    part.copy(this.#kept, this.#keptBytes)
    this.#keptBytes = needed
  }
}

/** The same bytes, not copied. */
function bufferOf(chunk: Uint8Array | string): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk)
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

/**
 * The lines of a stream of bytes, one by one.
 *
 * @param chunks - The bytes, cut anywhere. The owner of a chunk may write over it when the next one is asked for.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array | string>,
  limits: LineLimits = {},
): AsyncGenerator<ByteLine, void, undefined> {
  const cutter = new LineCutter(limits)
  for await (const chunk of chunks) {
    cutter.push(chunk)
    for (let line = cutter.next(); line !== undefined; line = cutter.next()) yield line
  }
  const last = cutter.last()
  if (last !== undefined) yield last
}

/** Bytes of a file that are read first: all of a small one. A buffer for large ones costs more than the reading of these, and there may be thousands. */
const firstReadBytes = 1 << 16
/** Bytes that are read at once from then on. */
const readBytes = 1 << 20

/** The lines of a file, read through one buffer: memory does not grow with its length. */
export function linesOfFile(path: string): AsyncGenerator<ByteLine, void, undefined> {
  return linesOf(chunksOf(path))
}

async function* chunksOf(path: string): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path, 'r')
  try {
    let buffer = Buffer.allocUnsafeSlow(firstReadBytes)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      if (bytesRead === firstReadBytes) buffer = Buffer.allocUnsafeSlow(readBytes)
    }
  } finally {
    await file.close()
  }
}

/** The text of bytes; `undefined` where they are not UTF-8. A byte order mark is kept. */
export function utf8Text(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8')
  // Decoding puts U+FFFD for what is not UTF-8; it may also have been sent as such.
  return text.includes('\ufffd') && !isUtf8(bytes) ? undefined : text
}

/** A text without the byte order mark that some editors put in front of it. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

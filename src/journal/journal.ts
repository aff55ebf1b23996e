import { type FileHandle, open, truncate } from 'node:fs/promises'
import { messageOf, RunFolderError } from '../ground/errors.ts'
import { linesOfFile } from '../ground/lines.ts'

/** One line of a journal, as read. */
export interface JournalLine {
  /** From 1. */
  readonly line: number
  readonly value: unknown
}

/** What is wrong with a journal's last line, when a kill or a power cut tore it. */
export interface TornTail {
  readonly line: number
  /** Bytes that a repair cuts off. */
  readonly bytes: number
}

/**
 * The append-only file of samples in a run: one JSON object a line.
 *
 * `append` resolves only when the line is written, flushed and synced to the disk. Lines that arrive while a write is under way
 * share the next one, so that many slots cost few syncs.
 */
export class Journal {
  readonly path: string
  #file: FileHandle
  /** Bytes acknowledged: what a failed write left beyond them is cut off again. */
  #bytes: number
  #pending: {
    readonly line: string
    readonly resolve: () => void
    readonly reject: (thrown: unknown) => void
  }[] = []
  #writing: Promise<void> | undefined
  /** What is written goes through it: a buffer for each write would lie about until the next collection. */
  #buffer = Buffer.alloc(0)

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.path = path
    this.#file = file
    this.#bytes = bytes
  }

  /**
   * Opens a journal for appending; makes it when it is not there.
   *
   * @throws RunFolderError if it cannot be written.
   */
  static async open(path: string): Promise<Journal> {
    try {
      const file = await open(path, 'a', 0o600)
      return new Journal(path, file, (await file.stat()).size)
    } catch (thrown) {
      throw new RunFolderError(`Cannot write ${path}: ${messageOf(thrown)}.`, {
        fix: 'Choose a folder that can be written with --run-dir.',
        cause: thrown,
      })
    }
  }

  /**
   * Appends one record and waits until it is on the disk.
   *
   * @throws RunFolderError if it could not be written, as on a full disk: the record is then not acknowledged.
   */
  append(record: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ line: `${JSON.stringify(record)}\n`, resolve, reject })
      this.#writing ??= this.#write()
    })
  }

  async close(): Promise<void> {
    await this.#writing
    await this.#file.close()
  }

  /** Puts a text into the buffer; gives its length in bytes. */
  #fill(text: string): number {
    const length = Buffer.byteLength(text)
    if (length > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(2 * length)
    return this.#buffer.write(text)
  }

  async #write(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending
      this.#pending = []
      try {
        const length = this.#fill(batch.map(({ line }) => line).join(''))
        await this.#file.appendFile(this.#buffer.subarray(0, length))
        await this.#file.datasync()
        this.#bytes += length
        for (const { resolve } of batch) resolve()
      } catch (thrown) {
        await this.#file.truncate(this.#bytes).catch(() => undefined)
        const error = new RunFolderError(`Cannot write ${this.path}: ${messageOf(thrown)}.`, {
          fix: 'See that the disk has room and can be written to; everything acknowledged before is kept.',
          cause: thrown,
        })
        for (const { reject } of batch) reject(error)
      }
    }
    // In the same step as the last look at `#pending`: a line that comes later starts a write of its own.
    this.#writing = undefined
  }
}

/**
 * Reads a journal line by line, as a stream: memory does not grow with its length.
 *
 * @param path - The journal file.
 * @param onTorn - Told of a last line without its end, or that is not JSON; it is not yielded.
 * @throws RunFolderError for a line that is not JSON anywhere but at the end: that is no torn write, but damage.
 */
export async function* readJournal(
  path: string,
  onTorn: (tail: TornTail) => void,
): AsyncGenerator<JournalLine, void, undefined> {
  let bad: (TornTail & { readonly message: string }) | undefined
  for await (const { line, bytes, ended } of linesOfFile(path)) {
    if (bad !== undefined) {
      throw new RunFolderError(`${path}, line ${bad.line}: ${bad.message}.`, {
        fix: 'The journal was changed by something else than Magi. Restore it from a copy, or remove that line.',
      })
    }
    if (!ended) {
      onTorn({ line, bytes: bytes.length })
      return
    }
    let value: unknown
    try {
      value = JSON.parse(bytes.toString('utf8'))
    } catch (thrown) {
      bad = { line, bytes: bytes.length + 1, message: messageOf(thrown) }
      continue
    }
    yield { line, value }
  }
  if (bad !== undefined) onTorn({ line: bad.line, bytes: bad.bytes })
}

/** Cuts a torn last line off. */
export async function cutTail(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await truncate(path, size - bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

import { type FileHandle, open, stat } from 'node:fs/promises'
import { messageOf, RunFolderError } from '../ground/errors.ts'
import { withChecksum } from './checksum.ts'
import type { Manifest } from './manifest.ts'
import { openRescue, type Rescue } from './rescue.ts'

/** How the lines of a journal are written, as the manifest of its run says. */
export interface JournalFormat {
  /** Whether every line ends with a checksum. Journals of older runs have none. */
  readonly checksums?: boolean
}

/** How a journal is opened for writing. */
export interface JournalOpening extends JournalFormat {
  /** Writes the other files of its run into a folder, where the run folder is lost while samples are drawn. */
  readonly writeOthers?: (folder: string) => Promise<void>
}

/** How the journal of a run is written. */
export function formatOf({ checksum }: Pick<Manifest, 'checksum'>): JournalFormat {
  return { checksums: checksum !== undefined }
}

/** The journal is no longer the file that was written: removed, replaced, cut off, or written by something else. `fix` says where its samples are. */
export class LostJournalError extends RunFolderError {}

/** A line that waits to be on the disk. */
interface PendingLine {
  readonly line: string
  readonly resolve: () => void
  readonly reject: (thrown: unknown) => void
}

/**
 * The append-only file of samples in a run: one JSON object a line.
 *
 * `append` resolves only when the line is written, flushed and synced to the disk. Lines that arrive while a write is under way
 * share the next one, so that many slots cost few syncs.
 */
export class Journal {
  readonly path: string
  readonly #format: JournalOpening
  readonly #file: FileHandle
  /** Which file it is: one that was put in its place has another number. */
  readonly #inode: bigint
  /** Bytes acknowledged. */
  #bytes: number
  /** Whether a write failed, and what it left beyond the acknowledged bytes is not cut off yet. */
  #isTorn = false
  #pending: PendingLine[] = []
  #writing: Promise<void> | undefined
  /** What is written goes through it: a buffer for each write would lie about until the next collection. */
  #buffer = Buffer.alloc(0)
  /** Set once the file is no longer the one that was written: nothing is written to it any more. */
  #loss: { readonly error: RunFolderError; readonly rescue: Rescue } | undefined

  private constructor(
    path: string,
    file: FileHandle,
    { size, ino }: { readonly size: bigint; readonly ino: bigint },
    format: JournalOpening,
  ) {
    this.path = path
    this.#file = file
    this.#inode = ino
    this.#bytes = Number(size)
    this.#format = format
  }

  /**
   * Opens a journal for appending; makes it when it is not there.
   *
   * @throws RunFolderError if it cannot be written.
   */
  static async open(path: string, format: JournalOpening = {}): Promise<Journal> {
    try {
      // Readable too: where its name is taken away, what was written can still be read through the open file.
      const file = await open(path, 'a+', 0o600)
      return new Journal(path, file, await file.stat({ bigint: true }), format)
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
   * @throws RunFolderError if it could not be written, as on a full disk: the record is then not acknowledged. Where the file is not the one
   *   any more that was written, every record from then on goes to a rescue file that the error names.
   */
  append(record: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const json = JSON.stringify(record)
      const line = `${this.#format.checksums === true ? withChecksum(json) : json}\n`
      this.#pending.push({ line, resolve, reject })
      this.#writing ??= this.#write()
    })
  }

  /**
   * Makes sure that everything acknowledged is still there.
   *
   * @throws RunFolderError where the file was removed, replaced, cut off or written by something else.
   */
  async requireKept(): Promise<void> {
    await this.#writing
    if (!this.#isTorn) await this.#requireOwn()
    if (this.#loss !== undefined) throw this.#loss.error
  }

  async close(): Promise<void> {
    await this.#writing
    await this.#loss?.rescue.close()
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
      const text = batch.map(({ line }) => line).join('')
      try {
        // A piece of a line that a failed write left must be gone before anything is written behind it: in the middle of the file it
        // would be damage. Where it cannot be cut off, nothing is written.
        if (this.#isTorn) await this.#cutTorn()
        await this.#requireOwn()
        this.#isTorn = true
        const length = this.#fill(text)
        await this.#file.appendFile(this.#buffer.subarray(0, length))
        await this.#file.datasync()
        this.#bytes += length
        this.#isTorn = false
        for (const { resolve } of batch) resolve()
      } catch (thrown) {
        const error = await this.#failure(thrown, text)
        for (const { reject } of batch) reject(error)
      }
    }
    // In the same step as the last look at `#pending`: a line that comes later starts a write of its own.
    this.#writing = undefined
  }

  /** Why a batch was not written, after what was written of it is cut off, or the batch is in the rescue file. */
  async #failure(thrown: unknown, text: string): Promise<RunFolderError> {
    if (this.#loss !== undefined) {
      await this.#loss.rescue.add(text)
      return this.#loss.error
    }
    if (this.#isTorn) await this.#cutTorn().catch(() => undefined)
    return new RunFolderError(`Cannot write ${this.path}: ${messageOf(thrown)}.`, {
      fix: 'See that the disk has room and can be written to; everything acknowledged before is kept.',
      cause: thrown,
    })
  }

  /** Cuts off what a failed write left. A file that is shorter than what was acknowledged is left as it is: cutting would fill it with zeros. */
  async #cutTorn(): Promise<void> {
    if ((await this.#file.stat()).size > this.#bytes) await this.#file.truncate(this.#bytes)
    this.#isTorn = false
  }

  /** Looks whether the file at the path is the one that was written, and holds what was acknowledged, and nothing else. */
  async #requireOwn(): Promise<void> {
    if (this.#loss !== undefined) throw this.#loss.error
    const found = await stat(this.path, { bigint: true }).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return undefined
      throw thrown
    })
    const what = this.#whatIsWrong(found)
    if (what === undefined) return
    const rescue = await openRescue(this.path, this.#file, this.#bytes, this.#format.writeOthers)
    const samples = 'The samples that could still be read, and those in flight, are in'
    const fix =
      rescue.path === undefined
        ? 'What could still be read of it could not be written anywhere else.'
        : rescue.folder === undefined
          ? `${samples} ${rescue.path}: put it in the place of the journal to go on with them.`
          : `${samples} ${rescue.path}. Go on with them: --resume ${rescue.folder}.`
    this.#loss = {
      error: new LostJournalError(`${this.path} ${what} while the run was drawn.`, { fix }),
      rescue,
    }
    throw this.#loss.error
  }

  #whatIsWrong(found: { readonly ino: bigint; readonly size: bigint } | undefined): string | undefined {
    if (found === undefined) return 'was removed'
    if (found.ino !== this.#inode) return 'was replaced by another file'
    const bytes = Number(found.size)
    if (bytes < this.#bytes) return `was cut off: it has ${bytes} bytes of ${this.#bytes}`
    if (bytes > this.#bytes) return 'was written by something else'
    return undefined
  }
}

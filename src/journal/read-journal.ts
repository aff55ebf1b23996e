import { open } from 'node:fs/promises'
import { messageOf, RunFolderError } from '../ground/errors.ts'
import { linesOfFile } from '../ground/lines.ts'
import { checksumFault } from './checksum.ts'
import type { JournalFormat } from './journal.ts'

/** A line of a journal that holds a record. */
export interface JournalLine {
  /** From 1. */
  readonly line: number
  readonly value: unknown
}

/** A line of a journal that can have been torn by a stop, or was damaged. */
export interface BadLine {
  readonly line: number
  /** Its bytes, those that a repair cuts off. */
  readonly bytes: number
  readonly fault: string
  /** Whether a write that was cut short explains it; otherwise something changed a line that was whole. */
  readonly isTorn: boolean
  /** Whether its line feed is there. */
  readonly isEnded: boolean
}

/** How a part of a file reads that has room on the disk, and whose bytes were never written. */
const hole = '\0\0'

/** What is wrong with a journal's last line, when a kill or a power cut tore it. */
export type TornTail = Pick<BadLine, 'line' | 'bytes'>

/**
 * Reads the lines of a journal as a stream, good and bad: memory does not grow with its length.
 *
 * Which bad line may be cut off and drawn again is decided here. A record is acknowledged only after all its bytes are on the disk, so what a
 * kill or a power cut leaves is a piece of what was not acknowledged:
 *
 * - It is the end of the file. A bad line with another behind it was whole once, since the one behind it was written later.
 * - It lacks its line feed, the last byte that was to be written. Or the file system had given the file its length already, and not the bytes:
 *   it reads as zeros then, which no record holds, and as more than one: a single zero is a changed byte.
 * - A last line that is ended, without such zeros, and whose checksum does not fit, was acknowledged and changed. Without checksums that cannot
 *   be told from other leftovers of a crash, and such a line counts as torn, as it always did.
 */
export async function* journalLines(
  path: string,
  { checksums = false }: JournalFormat = {},
): AsyncGenerator<JournalLine | BadLine, void, undefined> {
  let bad: (Omit<BadLine, 'isTorn'> & { readonly mayBeTorn: boolean }) | undefined
  for await (const { line, bytes, ended } of linesOfFile(path)) {
    if (bad !== undefined) {
      const { mayBeTorn: _, ...damaged } = bad
      yield { ...damaged, isTorn: false }
      bad = undefined
    }
    const read = ended ? readLine(bytes, checksums) : { fault: 'it has no end' }
    if ('value' in read) yield { line, value: read.value }
    else {
      const mayBeTorn = !ended || !checksums || bytes.includes(hole)
      bad = { line, bytes: bytes.length + (ended ? 1 : 0), fault: read.fault, isEnded: ended, mayBeTorn }
    }
  }
  if (bad === undefined) return
  const { mayBeTorn, ...last } = bad
  yield { ...last, isTorn: mayBeTorn }
}

function readLine(
  bytes: Buffer,
  checksums: boolean,
): { readonly value: unknown } | { readonly fault: string } {
  const fault = checksums ? checksumFault(bytes) : undefined
  if (fault !== undefined) return { fault }
  try {
    return { value: JSON.parse(bytes.toString('utf8')) }
  } catch (thrown) {
    return { fault: `not JSON: ${messageOf(thrown)}` }
  }
}

/**
 * Reads the records of a journal as a stream.
 *
 * @param onTorn - Told of a last line that was torn by a stop; it is not yielded.
 * @throws RunFolderError for any other line that is bad: that is no torn write, but damage.
 */
export async function* readJournal(
  path: string,
  onTorn: (tail: TornTail) => void,
  format: JournalFormat = {},
): AsyncGenerator<JournalLine, void, undefined> {
  for await (const read of journalLines(path, format)) {
    if ('value' in read) yield read
    else if (read.isTorn) onTorn({ line: read.line, bytes: read.bytes })
    else throw damagedLine(path, read.line, read.fault)
  }
}

/** The error for a line that is not as it was written. */
export function damagedLine(path: string, line: number, fault: string): RunFolderError {
  return new RunFolderError(`${path}, line ${line}: ${fault}.`, {
    fix: 'The journal was changed by something else than Magi. Restore it from a copy, or remove that line: its sample is drawn again then.',
  })
}

/**
 * Cuts a torn last line off. What is cut was not acknowledged, and what is kept ends with a line feed, so that the next record begins a line of its
 * own. The shorter length is synced before anything is appended: otherwise a power cut could bring the torn piece back between two records.
 */
export async function cutTail(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.truncate(size - bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

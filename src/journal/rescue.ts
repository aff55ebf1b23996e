import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Where the records of a run go whose journal is gone. */
export interface Rescue {
  /** The file; absent where none could be made. */
  readonly path?: string
  /** Adds whole lines. What cannot be written is lost; the run has failed already. */
  add(lines: string): Promise<void>
  close(): Promise<void>
}

/** Bytes that are copied at once. */
const copiedBytes = 1 << 20

/** Files of one name beside each other, at most. */
const most = 100

/**
 * Makes a file beside a run folder, or where that cannot be in the folder for temporary files, with what can still be read of its journal: a file whose
 * name was taken away keeps its bytes for as long as it is open.
 *
 * @param path - The journal.
 * @param journal - The journal as it was opened; read up to `bytes`, and to its last whole line.
 */
export async function openRescue(path: string, journal: FileHandle, bytes: number): Promise<Rescue> {
  const folder = dirname(path)
  const made =
    (await makeFile(`${folder}.rescued`)) ?? (await makeFile(join(tmpdir(), `${basename(folder)}.rescued`)))
  if (made === undefined) return { add: async () => {}, close: async () => {} }
  const { file } = made
  await copyLines(journal, bytes, file).catch(() => undefined)
  return {
    path: made.path,
    async add(lines) {
      await file.appendFile(lines).catch(() => undefined)
      await file.datasync().catch(() => undefined)
    },
    close: () => file.close(),
  }
}

async function makeFile(begin: string): Promise<{ path: string; file: FileHandle } | undefined> {
  for (let number = 1; number <= most; number += 1) {
    const path = `${begin}${number === 1 ? '' : `-${number}`}.jsonl`
    try {
      return { path, file: await open(path, 'ax', 0o600) }
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') return undefined
    }
  }
  return undefined
}

async function copyLines(from: FileHandle, bytes: number, to: FileHandle): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(copiedBytes)
  let [copied, whole] = [0, 0]
  while (copied < bytes) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, bytes - copied), copied)
    if (bytesRead === 0) break
    const piece = buffer.subarray(0, bytesRead)
    await to.appendFile(piece)
    const end = piece.lastIndexOf(10)
    if (end !== -1) whole = copied + end + 1
    copied += bytesRead
  }
  if (whole < copied) await to.truncate(whole)
}

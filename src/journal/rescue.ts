import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { defined } from '../ground/defined.ts'
import { runFiles } from './run-files.ts'

/** Where the records of a run go whose journal is gone. */
export interface Rescue {
  /** The file; absent where none could be made. */
  readonly path?: string
  /** The folder of a run that it is the journal of, which can be resumed; absent where it is a journal alone. */
  readonly folder?: string
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
 * Where the manifest is gone too, as with the whole folder, the file is the journal of a folder of its own, with which one can go on.
 *
 * @param path - The journal.
 * @param journal - The journal as it was opened; read up to `bytes`, and to its last whole line.
 * @param writeOthers - Writes the other files of the run into a folder.
 */
export async function openRescue(
  path: string,
  journal: FileHandle,
  bytes: number,
  writeOthers?: (folder: string) => Promise<void>,
): Promise<Rescue> {
  const run = dirname(path)
  const begins = [`${run}.rescued`, join(tmpdir(), `${basename(run)}.rescued`)]
  const isGone = writeOthers !== undefined && !existsSync(join(run, runFiles.manifest))
  let made: { readonly path: string; readonly file: FileHandle; readonly folder?: string } | undefined
  for (const begin of begins) {
    if (isGone) made ??= await makeRun(begin, writeOthers)
    made ??= await makeFile(begin)
  }
  if (made === undefined) return { add: async () => {}, close: async () => {} }
  const { file, folder } = made
  await copyLines(journal, bytes, file).catch(() => undefined)
  return {
    path: made.path,
    ...defined({ folder }),
    async add(lines) {
      await file.appendFile(lines).catch(() => undefined)
      await file.datasync().catch(() => undefined)
    },
    close: () => file.close(),
  }
}

/** A folder with everything of a run but its samples, and its journal to be written. */
async function makeRun(
  begin: string,
  writeOthers: (folder: string) => Promise<void>,
): Promise<{ path: string; file: FileHandle; folder: string } | undefined> {
  const make = async (folder: string) => {
    await mkdir(folder, { mode: 0o700 })
    return folder
  }
  const folder = await firstFree(begin, '', make)
  if (folder === undefined) return undefined
  const path = join(folder, runFiles.journal)
  try {
    await writeOthers(folder)
    return { path, file: await open(path, 'ax', 0o600), folder }
  } catch {
    return undefined
  }
}

async function makeFile(begin: string): Promise<{ path: string; file: FileHandle } | undefined> {
  return firstFree(begin, '.jsonl', async (path) => ({ path, file: await open(path, 'ax', 0o600) }))
}

/** What `make` makes under the first name that is free; `undefined` where it cannot make it. */
async function firstFree<T>(
  begin: string,
  end: string,
  make: (path: string) => Promise<T>,
): Promise<T | undefined> {
  for (let number = 1; number <= most; number += 1) {
    try {
      return await make(`${begin}${number === 1 ? '' : `-${number}`}${end}`)
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

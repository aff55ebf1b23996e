import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { messageOf, RunFolderError } from '../ground/errors.ts'

/**
 * Writes a JSON file so that a reader sees the old one or the new one, never a part, whenever the process or the machine stops.
 *
 * @throws RunFolderError where it cannot be written; the old one is there then.
 */
export async function writeWhole(path: string, value: unknown): Promise<void> {
  return writePieces(path, [`${JSON.stringify(value, null, 2)}\n`])
}

/**
 * Writes a list as `writeWhole` does, to the same bytes, item by item: the text of a long list is never in memory as a whole.
 *
 * @throws RunFolderError as `writeWhole`.
 */
export async function writeWholeList(path: string, items: readonly unknown[]): Promise<void> {
  return writePieces(path, listPieces(items))
}

/** Items that are made text by one call, which is several times faster than a call for each. */
const itemsAtOnce = 100

function* listPieces(items: readonly unknown[]): Generator<string> {
  if (items.length === 0) return yield '[]\n'
  for (let from = 0; from < items.length; from += itemsAtOnce) {
    const part = JSON.stringify(items.slice(from, from + itemsAtOnce), null, 2)
    // The part without its own brackets.
    yield `${from === 0 ? '[' : ','}${part.slice(1, -2)}`
  }
  yield '\n]\n'
}

async function writePieces(path: string, pieces: Iterable<string>): Promise<void> {
  const beside = `${path}.${process.pid}`
  try {
    const file = await open(beside, 'w', 0o600)
    try {
      for (const piece of pieces) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    await syncFolder(dirname(path))
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw new RunFolderError(`Cannot write ${path}: ${messageOf(thrown)}.`, {
      fix: 'See that the disk has room and can be written to, or choose another folder with --run-dir.',
      cause: thrown,
    })
  }
}

/** A new name in a folder survives a power cut only once the folder itself is on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined) // Windows opens no folders.
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

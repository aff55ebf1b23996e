import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { messageOf, RunFolderError } from '../ground/errors.ts'
import { isFields } from '../ground/fields.ts'

/**
 * Writes a JSON file so that a reader sees the old one or the new one, never a part, whenever the process or the machine stops.
 *
 * A long list, alone or in a field of an object, is written piece by piece: its text is never in memory as a whole.
 *
 * @throws RunFolderError where it cannot be written; the old one is there then.
 */
export async function writeWhole(path: string, value: unknown): Promise<void> {
  return writePieces(path, jsonPieces(value), { isSynced: true })
}

/**
 * The same for what can be made again at any time, without waiting for the disk: after a power cut it may be empty. That takes milliseconds a file, where
 * syncing may take a tenth of a second.
 */
export async function writeDerived(path: string, value: unknown): Promise<void> {
  return writePieces(path, jsonPieces(value), { isSynced: false })
}

/** Items that are made text by one call, which is several times faster than a call for each. */
const itemsAtOnce = 100

/** The text of `JSON.stringify(value, null, 2)`, and an end of line, in pieces. */
function* jsonPieces(value: unknown): Generator<string> {
  if (Array.isArray(value)) yield* listPieces(value, '')
  else if (!isFields(value) || !Object.values(value).some(isLong)) yield JSON.stringify(value, null, 2)
  else {
    let begin = '{'
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue
      yield `${begin}\n  ${JSON.stringify(name)}: `
      begin = ','
      if (isLong(field)) yield* listPieces(field, '  ')
      else yield indented(JSON.stringify(field, null, 2), '  ')
    }
    yield '\n}'
  }
  yield '\n'
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > itemsAtOnce
}

function* listPieces(items: readonly unknown[], indent: string): Generator<string> {
  if (items.length === 0) return yield '[]'
  for (let from = 0; from < items.length; from += itemsAtOnce) {
    const part = JSON.stringify(items.slice(from, from + itemsAtOnce), null, 2)
    // The part without its own brackets.
    yield `${from === 0 ? '[' : ','}${indented(part.slice(1, -2), indent)}`
  }
  yield `\n${indent}]`
}

/** Within a string JSON holds no raw end of line, so each one is of the layout. */
function indented(json: string, indent: string): string {
  return indent === '' ? json : json.replaceAll('\n', `\n${indent}`)
}

async function writePieces(
  path: string,
  pieces: Iterable<string>,
  { isSynced }: { readonly isSynced: boolean },
): Promise<void> {
  const beside = `${path}.${process.pid}`
  try {
    const file = await open(beside, 'w', 0o600)
    try {
      for (const piece of pieces) await file.writeFile(piece)
      if (isSynced) await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    if (isSynced) await syncFolder(dirname(path))
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

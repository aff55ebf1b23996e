import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf, UsageError } from './errors.ts'

/**
 * A text file that a user named, without a byte order mark.
 *
 * @param folder - What a relative path starts from.
 * @throws UsageError if it cannot be read, or is not UTF-8.
 */
export async function readTextFile(file: string, folder: string): Promise<string> {
  return decodeText(await readBytes(file, folder), file)
}

/** Bytes that a user gave, as text without a byte order mark. @throws UsageError if they are not UTF-8. */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new UsageError(`${name} is not UTF-8 text.`, { fix: 'Save it as UTF-8.', cause })
  }
}

/** The bytes of a file that a user named. @throws UsageError if it cannot be read. */
export async function readBytes(file: string, folder: string): Promise<Buffer> {
  try {
    return await readFile(resolve(folder, file))
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${messageOf(cause)}.`, {
      fix: 'Name a file that is there.',
      cause,
    })
  }
}

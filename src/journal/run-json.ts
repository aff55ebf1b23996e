import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { messageOf, RunFolderError, UsageError } from '../ground/errors.ts'

/** What a file of a run is, for messages: with its article, and what to do when it is damaged. */
export interface RunJson {
  readonly what: string
  readonly fix: string
}

/**
 * Reads a JSON file of a run folder, and checks it.
 *
 * @throws RunFolderError with file, line and key of what is wrong; a newer schema version is refused by name.
 */
export async function readRunJson<S extends z.ZodType>(
  folder: string,
  name: string,
  schema: S,
  { what, fix }: RunJson,
): Promise<z.output<S>> {
  const path = join(folder, name)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new RunFolderError(`Cannot read ${path}: ${messageOf(cause)}.`, { fix, cause })
  })
  const { checkJson } = await import('../ground/json-file.ts')
  try {
    return checkJson(text, schema, { file: path, what })
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause
    throw newerSchema(path, text) ?? new RunFolderError(cause.message, { fix, cause })
  }
}

/** The error for what a newer Magi wrote: its schema has a name that this one does not read. */
function newerSchema(path: string, text: string): RunFolderError | undefined {
  let written: unknown
  try {
    written = (JSON.parse(text) as { schema?: unknown } | null)?.schema
  } catch {
    return undefined
  }
  const version = typeof written === 'string' ? /^magi\.\w+\/(\d+)$/.exec(written)?.[1] : undefined
  return version === undefined || Number(version) < 2 ? undefined : newerError(path, String(written))
}

/** @param where - File, and line where it has several records. */
export function newerError(where: string, written: string): RunFolderError {
  return new RunFolderError(`${where}: written as "${written}", which this version of Magi does not read.`, {
    fix: 'Use a newer Magi.',
  })
}

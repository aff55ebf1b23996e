import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/ground/package-root.ts'

/** The folder of reference data beside the project. It is no part of the project: tests and measures that need it skip without it. */
const sharedFolder = join(packageRoot(), '..', 'shared')

/**
 * The path of one reference file or folder, or `undefined` where it is absent, said once on stderr.
 *
 * @param parts - Path below the shared folder.
 */
export function sharedPath(...parts: string[]): string | undefined {
  const path = join(sharedFolder, ...parts)
  if (existsSync(path)) return path
  process.stderr.write(`skipped: ${join('..', 'shared', ...parts)} is not here\n`)
  return undefined
}

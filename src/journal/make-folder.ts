import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { messageOf, RunFolderError } from '../ground/errors.ts'

/**
 * Makes the folder of a run, and those above it.
 *
 * @throws RunFolderError with the reason if that cannot be.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeWithParents(folder)
  } catch (thrown) {
    const { path = folder } = thrown as NodeJS.ErrnoException
    const where = path === folder ? '' : `${path}: `
    throw new RunFolderError(`Cannot make the run folder ${folder}: ${where}${messageOf(thrown)}.`, {
      fix: 'Name a folder that can be made and written with --run-dir.',
      cause: thrown,
    })
  }
}

/**
 * One step for each folder of the path, each tried twice at most: where the system says "no such folder" below a folder that is there, as
 * below /proc, a recursive `mkdir` of Node asks again for ever, and no signal ends it.
 */
async function makeWithParents(folder: string): Promise<void> {
  const above = dirname(folder)
  try {
    await make(folder)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw thrown
    await makeWithParents(above)
    await make(folder)
  }
}

async function make(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (thrown) {
    // Some systems refuse a folder that is there for another reason than that it is: EPERM, EROFS, EISDIR.
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (!isThere) throw thrown
  }
}

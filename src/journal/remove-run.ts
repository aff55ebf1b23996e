import { rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, RunFolderError } from '../ground/errors.ts'
import { lockRun } from './lock.ts'
import { runFiles } from './run-folder.ts'

/**
 * Removes a run: its own files, and its folder where nothing else is in it. The manifest goes last, so that a removal cut short
 * can be done again.
 *
 * @returns Whether the folder is gone; false where it holds files that are not Magi's.
 * @throws RunFolderError if the run is being written, or cannot be removed.
 */
export async function removeRun(folder: string): Promise<boolean> {
  const lock = await lockRun(folder)
  try {
    const { manifest, ...others } = runFiles
    for (const name of [...Object.values(others), manifest]) await rm(join(folder, name), { force: true })
  } catch (thrown) {
    throw new RunFolderError(`Cannot remove the run in ${folder}: ${messageOf(thrown)}.`, {
      fix: 'See that its folder can be written, and remove it again.',
      cause: thrown,
    })
  } finally {
    await lock.release()
  }
  return rmdir(folder).then(
    () => true,
    () => false,
  )
}

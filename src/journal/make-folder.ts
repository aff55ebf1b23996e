import { mkdir } from 'node:fs/promises'
import { messageOf, RunFolderError } from '../ground/errors.ts'

/**
 * Makes the folder of a run, and those above it.
 *
 * @throws RunFolderError with the reason if that cannot be.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (thrown) {
    // With `recursive`, Node says ENOENT of a folder that is refused; without, it says why.
    const why = await mkdir(folder, { mode: 0o700 }).then(
      () => undefined,
      (refused: unknown) => refused,
    )
    if (why === undefined) return
    throw new RunFolderError(`Cannot make the run folder ${folder}: ${messageOf(why)}.`, {
      fix: 'Choose another with --run-dir.',
      cause: thrown,
    })
  }
}

import { lstat, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, RunFolderError, UsageError } from '../ground/errors.ts'
import { lockFile, lockRun } from './lock.ts'
import { lookInto, removeLeftovers, runFiles } from './run-files.ts'

/** What is left of a run that was removed. */
export interface Removal {
  /** Whether its folder is gone. */
  readonly isGone: boolean
  /** Names of what lies in it that is not Magi's. */
  readonly kept: readonly string[]
}

/**
 * Makes sure that a folder is that of a run, and that the files of the run are its own: nothing is removed through a link, and no file of
 * another program that has the same name.
 *
 * @throws UsageError that says what it is instead.
 */
export async function requireRemovable(folder: string): Promise<void> {
  const refuse = (why: string, fix: string) =>
    new UsageError(`${folder} ${why}. Nothing was removed.`, { fix })
  const found = await lstat(folder).catch(() => undefined)
  if (found === undefined) throw refuse('is not there', 'Look at how it is written; runs: magi runs list.')
  if (!found.isDirectory()) {
    const what = found.isSymbolicLink() ? 'is a symbolic link, and links are not followed' : 'is no folder'
    throw refuse(what, 'Name the folder of the run itself.')
  }
  const { isRun, foreign } = await lookInto(folder)
  if (!isRun) {
    throw refuse(
      `is no folder of a run: its ${runFiles.manifest} is not there, or not that of a run`,
      'If you mean it, remove it by other means.',
    )
  }
  const names: readonly string[] = Object.values(runFiles)
  const inPlace = foreign.filter((name) => names.includes(name))
  if (inPlace.length > 0) {
    throw refuse(
      `holds ${inPlace.join(', ')} as a link or a folder, which no run writes`,
      'Look at where it leads, and remove it by other means.',
    )
  }
}

/**
 * Removes a run: its own files, and its folder where nothing else is in it. The manifest goes last, so that a removal cut short
 * can be done again.
 *
 * @throws UsageError if the folder is not that of a run; RunFolderError if the run is being written, or cannot be removed.
 */
export async function removeRun(folder: string): Promise<Removal> {
  await requireRemovable(folder)
  const lock = await lockRun(folder)
  try {
    await removeLeftovers(folder)
    const { own } = await lookInto(folder)
    for (const name of own) if (name !== lockFile) await rm(join(folder, name), { force: true })
  } catch (thrown) {
    throw new RunFolderError(`Cannot remove the run in ${folder}: ${messageOf(thrown)}.`, {
      fix: 'See that its folder can be written, and remove it again.',
      cause: thrown,
    })
  } finally {
    await lock.release()
  }
  const isGone = await rmdir(folder).then(
    () => true,
    () => false,
  )
  return { isGone, kept: isGone ? [] : (await lookInto(folder)).foreign }
}

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Clock, systemClock } from '../ground/clock.ts'
import { messageOf, RunFolderError, StuckError } from '../ground/errors.ts'

/** How long the system may take to make one folder, in milliseconds: a disk that sleeps takes some seconds, a server that is gone never answers. */
const longestMs = 20_000

/** What a folder is made with; tests bring their own. */
export interface FolderMaking {
  readonly clock?: Clock
  /** Makes one folder, as `mkdir` of Node does. */
  readonly make?: (folder: string) => Promise<unknown>
}

/**
 * Makes the folder of a run, and those above it.
 *
 * @throws RunFolderError with the reason if that cannot be; StuckError if the system does not say so in time.
 */
export async function makeFolder(
  folder: string,
  { clock = systemClock, make = (path) => mkdir(path, { mode: 0o700 }) }: FolderMaking = {},
): Promise<void> {
  const makeInTime = (path: string) => inTime(makeOne(path, make), path, clock)
  try {
    await makeWithParents(folder, makeInTime)
  } catch (thrown) {
    if (thrown instanceof StuckError) throw thrown
    const { path = folder } = thrown as NodeJS.ErrnoException
    const where = path === folder ? '' : `${path}: `
    throw new RunFolderError(`Cannot make the run folder ${folder}: ${where}${messageOf(thrown)}.`, {
      fix: 'Name a folder that can be made and written with --run-dir.',
      cause: thrown,
    })
  }
}

/** What a step comes to, or the error that it took too long. */
async function inTime(step: Promise<void>, folder: string, clock: Clock): Promise<void> {
  let cancelTimer = () => {}
  const late = new Promise<never>((_, reject) => {
    cancelTimer = clock.setTimer(() => {
      const message = `Cannot make the run folder ${folder}: the system did not answer within ${longestMs / 1_000} s.`
      const fix = 'Its disk or server hangs: see to it, or name a folder elsewhere with --run-dir.'
      reject(new StuckError(message, { fix }))
    }, longestMs)
  })
  try {
    await Promise.race([step, late])
  } finally {
    cancelTimer()
  }
}

/**
 * One step for each folder of the path, each tried twice at most: where the system says "no such folder" below a folder that is there, as
 * below /proc, a recursive `mkdir` of Node asks again for ever, and no signal ends it.
 */
async function makeWithParents(folder: string, make: (folder: string) => Promise<void>): Promise<void> {
  const above = dirname(folder)
  try {
    await make(folder)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw thrown
    await makeWithParents(above, make)
    await make(folder)
  }
}

async function makeOne(folder: string, make: (folder: string) => Promise<unknown>): Promise<void> {
  try {
    await make(folder)
  } catch (thrown) {
    // Some systems refuse a folder that is there for another reason than that it is: EPERM, EROFS, EISDIR.
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (!isThere) throw thrown
  }
}

import { readFileSync } from 'node:fs'
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { messageOf, RunFolderError } from '../ground/errors.ts'

/** Who holds a run folder. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as the system counts it; tells a process from a later one with the same number. '' where unknown. */
  readonly began: string
}

/** A run folder held by this process. */
export interface RunLock {
  /** Set when the lock of a dead process was taken over: a sentence for the user. */
  readonly takenOver?: string
  release(): Promise<void>
}

/**
 * Holds a run folder, so that one process at a time writes its journal. The lock of a process that died is taken over and reported.
 *
 * @param folder - The run folder.
 * @throws RunFolderError if a living process, or one on another machine, holds it.
 */
export async function lockRun(folder: string): Promise<RunLock> {
  const path = join(folder, 'lock')
  const me: Holder = { pid: process.pid, host: hostname(), began: processBegan(process.pid) }
  // A lock that cannot be removed holds nobody back: its holder is gone when the next one comes.
  const release = () => rm(path, { force: true }).catch(() => undefined)
  if (await create(path, me)) return { release }

  const seen = await readFile(path, 'utf8').catch(() => '')
  const holder = parseHolder(seen)
  if (holder !== undefined && isAlive(holder, me.host)) {
    throw new RunFolderError(`The run folder ${folder} is being written by ${nameOf(holder, me.host)}.`, {
      fix: `Wait for it to end, or stop it. If it is surely gone, remove ${path}.`,
    })
  }
  // Moving the dead lock away is the one step that two latecomers could both take: what was moved is compared with what was read.
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => undefined)
  const moved = await readFile(aside, 'utf8').catch(() => '')
  if (moved !== seen) {
    await rename(aside, path).catch(() => undefined)
    throw new RunFolderError(`Another process has just taken the run folder ${folder}.`, {
      fix: 'Wait for it to end.',
    })
  }
  await rm(aside, { force: true })
  if (!(await create(path, me))) {
    throw new RunFolderError(`Another process has just taken the run folder ${folder}.`, {
      fix: 'Wait for it to end.',
    })
  }
  const who = holder === undefined ? 'a process that left no name' : `process ${holder.pid}, which is gone`
  return { takenOver: `Took over the run from ${who}.`, release }
}

/** Who writes a run folder now, as `process 4711`; `undefined` where nobody does. A dead process's lock holds nothing. */
export async function writerOf(folder: string): Promise<string | undefined> {
  const holder = parseHolder(await readFile(join(folder, 'lock'), 'utf8').catch(() => ''))
  const host = hostname()
  return holder !== undefined && isAlive(holder, host) ? nameOf(holder, host) : undefined
}

function nameOf(holder: Holder, host: string): string {
  return holder.host === host ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`
}

/** Makes the lock file, with its content, in one step; false where it exists. */
async function create(path: string, holder: Holder): Promise<boolean> {
  let file: FileHandle
  try {
    file = await open(path, 'wx', 0o600)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new RunFolderError(`Cannot write ${path}: ${messageOf(thrown)}.`, {
      fix: 'Choose a folder that can be written with --run-dir.',
      cause: thrown,
    })
  }
  try {
    await file.writeFile(JSON.stringify(holder))
  } catch (thrown) {
    await rm(path, { force: true })
    throw new RunFolderError(`Cannot write ${path}: ${messageOf(thrown)}.`, {
      fix: 'See that the disk has room and can be written to, or choose another folder with --run-dir.',
      cause: thrown,
    })
  } finally {
    await file.close()
  }
  return true
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, began } = JSON.parse(text) as Partial<Holder>
    if (typeof pid === 'number' && typeof host === 'string' && typeof began === 'string')
      return { pid, host, began }
  } catch {
    // A lock cut short by a kill names nobody.
  }
  return undefined
}

/** A holder on another machine counts as alive: nothing here can tell. */
function isAlive(holder: Holder, host: string): boolean {
  if (holder.host !== host) return true
  try {
    process.kill(holder.pid, 0)
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
  const began = processBegan(holder.pid)
  return holder.began === '' || began === '' || began === holder.began
}

/** Field 22 of /proc/PID/stat, the start time in clock ticks since boot (proc(5)); '' where there is no such file. */
function processBegan(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

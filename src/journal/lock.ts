import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { link, open, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { messageOf, RunFolderError } from '../ground/errors.ts'

/** The file that says who writes a run folder. */
export const lockFile = 'lock'

/** Who holds a run folder. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as the system counts it; tells a process from a later one with the same number. '' where unknown. */
  readonly began: string
  /** Which start of the machine that was: times are counted from it, and process numbers begin anew. '' where unknown. */
  readonly boot: string
}

/** A lock file as it was seen. */
interface SeenLock {
  /** The same for the same file with the same content, and for no other. */
  readonly id: string
  /** Absent where the file names nobody: an older Magi was killed while it wrote it. */
  readonly holder?: Holder
}

/** A run folder held by this process. */
export interface RunLock {
  /** Set when the lock of a dead process was taken over: a sentence for the user. */
  readonly takenOver?: string
  release(): Promise<void>
}

/** How often a lock that is released while it is looked at is tried for again. */
const tries = 5

/**
 * Holds a run folder, so that one process at a time writes its journal. The lock of a process that died is taken over and reported.
 *
 * A lock appears whole: it is written beside, and then linked to its name, which fails where the name is taken. A reader never sees a part of
 * it, so an empty lock cannot be one that is just being written.
 *
 * @param folder - The run folder.
 * @throws RunFolderError if a living process, or one on another machine, holds it.
 */
export async function lockRun(folder: string): Promise<RunLock> {
  const path = join(folder, lockFile)
  const me: Holder = { pid: process.pid, host: hostname(), began: beginOf(process.pid).began, boot: bootId() }
  const mark = randomBytes(8).toString('hex')
  const text = JSON.stringify({ ...me, mark })
  const beside = `${path}.${process.pid}-${mark}`
  await writeLock(beside, text, path)
  // A lock that cannot be removed holds nobody back: its holder is gone when the next one comes.
  const release = async () => {
    if ((await readText(path)) === text) await rm(path, { force: true }).catch(() => undefined)
  }
  try {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if (await linkTo(beside, path, text)) return { release }
      const seen = await seeLock(path)
      if (seen === undefined) continue
      const { holder } = seen
      if (holder !== undefined && isAlive(holder, me)) {
        throw new RunFolderError(`The run folder ${folder} is being written by ${nameOf(holder, me.host)}.`, {
          fix: `Wait for it to end, or stop it. If it is surely gone, remove ${path}.`,
        })
      }
      await replaceDead({ folder, path, beside, text, me }, seen)
      const who =
        holder === undefined ? 'a process that left no name' : `process ${holder.pid}, which is gone`
      return { takenOver: `Took over the run from ${who}.`, release }
    }
    throw justTaken(folder)
  } finally {
    await rm(beside, { force: true }).catch(() => undefined)
  }
}

/** Who writes a run folder now, as `process 4711`; `undefined` where nobody does. A dead process's lock holds nothing. */
export async function writerOf(folder: string): Promise<string | undefined> {
  const path = join(folder, lockFile)
  if (!existsSync(path)) return undefined
  const text = await readText(path)
  const holder = text === undefined ? undefined : parseHolder(text)
  const here = { host: hostname(), boot: bootId() }
  return holder !== undefined && isAlive(holder, here) ? nameOf(holder, here.host) : undefined
}

/** Whether a text is that of a lock: of this or an older Magi, or empty, as a kill left it in an older one. */
export function isLockText(text: string): boolean {
  return text === '' || parseHolder(text) !== undefined
}

/** Whether the process that made a file of the lock beside it, as `lock.4711-…`, lives. Other files beside the lock have no such process. */
export function isLockInMaking(name: string): boolean {
  const pid = /^lock\.(\d+)-/.exec(name)?.[1]
  return pid !== undefined && isProcess(Number(pid))
}

interface TakeOver {
  readonly folder: string
  /** The lock. */
  readonly path: string
  /** This process's lock, written beside. */
  readonly beside: string
  readonly text: string
  readonly me: Holder
}

/**
 * Puts this process's lock in place of a dead one.
 *
 * Several processes may find the same dead lock. Removing it would let one of them remove the lock that another has put there meanwhile, so
 * nobody removes it: it is replaced, and only by who holds the claim to this very lock, a file that is named by the lock's id and can be linked
 * once. A claim whose process died is claimed in the same way.
 */
async function replaceDead(taking: TakeOver, dead: SeenLock): Promise<void> {
  const { folder, path, beside, text, me } = taking
  const claims: string[] = []
  let claimed = dead
  for (;;) {
    const claim = `${path}.${claimed.id}`
    if (await linkTo(beside, claim, text)) {
      claims.push(claim)
      break
    }
    const other = await seeLock(claim)
    if (other === undefined || (other.holder !== undefined && isAlive(other.holder, me)))
      throw justTaken(folder)
    claims.push(claim)
    claimed = other
  }
  // Who held the claim before may have replaced the lock and removed the claim since the lock was looked at. While the claim is held here,
  // nobody else replaces the lock: it is either still the dead one, and stays so until the next step, or another's already.
  const now = await seeLock(path)
  if (now?.id !== dead.id) {
    await rm(claims.at(-1) ?? '', { force: true })
    throw justTaken(folder)
  }
  await rename(beside, path)
  for (const claim of claims.reverse()) await rm(claim, { force: true }).catch(() => undefined)
}

function justTaken(folder: string): RunFolderError {
  return new RunFolderError(`Another process has just taken the run folder ${folder}.`, {
    fix: 'Wait for it to end.',
  })
}

function nameOf(holder: Holder, host: string): string {
  return holder.host === host ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`
}

async function writeLock(beside: string, text: string, path: string): Promise<void> {
  try {
    await writeFile(beside, text, { flag: 'wx', mode: 0o600 })
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw new RunFolderError(`Cannot write ${path}: ${messageOf(thrown)}.`, {
      fix: 'See that the disk has room and can be written to, or choose another folder with --run-dir.',
      cause: thrown,
    })
  }
}

/** Gives a file that is written a second name, with its whole content, in one step; false where the name is taken. */
async function linkTo(beside: string, path: string, text: string): Promise<boolean> {
  try {
    await link(beside, path).catch(async (thrown: NodeJS.ErrnoException) => {
      // A file system without hard links, as on some sticks and network disks: making the file is one step there, its content a second one.
      if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(thrown.code ?? ''))
        return writeFile(path, text, { flag: 'wx', mode: 0o600 })
      throw thrown
    })
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new RunFolderError(`Cannot write ${path}: ${messageOf(thrown)}.`, {
      fix: 'Choose a folder that can be written with --run-dir.',
      cause: thrown,
    })
  }
}

/** Looks at a lock; `undefined` where it is gone. */
async function seeLock(path: string): Promise<SeenLock | undefined> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const { ino, mtimeNs } = await file.stat({ bigint: true })
    const text = await file.readFile('utf8')
    const id = createHash('sha256').update(`${ino} ${mtimeNs} ${text}`).digest('hex').slice(0, 16)
    const holder = parseHolder(text)
    return holder === undefined ? { id } : { id, holder }
  } finally {
    await file.close()
  }
}

async function readText(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return undefined
  try {
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, began, boot = '' } = JSON.parse(text) as Partial<Holder>
    if (typeof pid === 'number' && typeof host === 'string' && typeof began === 'string')
      return { pid, host, began, boot: String(boot) }
  } catch {
    // A lock cut short by a kill names nobody.
  }
  return undefined
}

/** Whether the process that a lock names lives. One on another machine counts as alive: nothing here can tell. */
function isAlive(holder: Holder, here: { readonly host: string; readonly boot: string }): boolean {
  if (holder.host !== here.host) return true
  if (holder.boot !== '' && here.boot !== '' && holder.boot !== here.boot) return false
  if (!isProcess(holder.pid)) return false
  const { began, isOver } = beginOf(holder.pid)
  return !isOver && (holder.began === '' || began === '' || began === holder.began)
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Of /proc/PID/stat (proc(5)): field 22, the start time in clock ticks since boot, '' where there is no such file; and by field 3, the state,
 * whether the process has ended and only its number is still there because nobody asked for its exit code.
 */
function beginOf(pid: number): { began: string; isOver: boolean } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { began: fields[19] ?? '', isOver: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    return { began: '', isOver: false }
  }
}

/** Names this start of the machine (random(4)); '' where there is no such file. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

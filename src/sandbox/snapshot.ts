import { Buffer } from 'node:buffer'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onAbort } from '../ground/on-abort.ts'
import { startChild } from './child-process.ts'
import {
  harnessFiles,
  harnessFolder,
  type InterpreterPlan,
  interpreterCommand,
} from './interpreter-command.ts'
import { pyodideVersion } from './pyodide-folder.ts'
import { thisNode } from './this-node.ts'

/** Least size of the memory of an interpreter, in bytes: what is shorter is none. */
const leastBytes = 2 ** 20
/** How many snapshots are kept, the newest ones: of another Node or an earlier Magi. One takes 31 MB. */
const mostKept = 3

/**
 * The memory of a fresh interpreter as a file, made where it is not there yet. Its name holds a digest of all that it depends on (Pyodide, Node, the
 * harness), and one of what is in it: a file that was cut or changed is made anew.
 *
 * @returns Nothing where it cannot be made or kept: interpreters then start without it, in a few seconds.
 */
export async function keepSnapshot(
  folder: string,
  plan: InterpreterPlan,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const key = await snapshotKey()
    const kept = await findWhole(folder, key)
    if (kept !== undefined) return kept
    const memory = await makeSnapshot(plan, signal)
    if (memory.length < leastBytes) return undefined
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `python-${key}-${digestOf(memory)}.snapshot`)
    const beside = `${path}.${randomUUID()}`
    try {
      await writeFile(beside, memory, { mode: 0o600 })
      await rename(beside, path)
    } finally {
      await rm(beside, { force: true })
    }
    await forgetOld(folder)
    return path
  } catch {
    return undefined
  }
}

const snapshotName = /^python-([0-9a-f]{16})-([0-9a-f]{64})\.snapshot$/

/** The snapshot of this key whose content is what its name says; others of the key are removed. */
async function findWhole(folder: string, key: string): Promise<string | undefined> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, itsKey, digest] = snapshotName.exec(name) ?? []
    if (itsKey !== key) continue
    const path = join(folder, name)
    if (digestOf(await readFile(path)) === digest) return path
    await rm(path, { force: true })
  }
  return undefined
}

async function forgetOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => snapshotName.test(name))
  const dated = await Promise.all(
    names.map(async (name) => ({ name, ms: (await stat(join(folder, name))).mtimeMs })),
  )
  dated.sort((one, other) => other.ms - one.ms)
  for (const { name } of dated.slice(mostKept)) await rm(join(folder, name), { force: true })
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function snapshotKey(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(`${pyodideVersion} ${thisNode.version} ${thisNode.platform} ${thisNode.architecture}`)
  for (const name of harnessFiles) hash.update(await readFile(join(harnessFolder(), name)))
  return hash.digest('hex').slice(0, 16)
}

async function makeSnapshot(plan: InterpreterPlan, signal?: AbortSignal): Promise<Buffer> {
  const pieces: Buffer[] = []
  const child = startChild(interpreterCommand(plan, 'snapshot'), harnessFolder(), (bytes) => {
    pieces.push(bytes)
  })
  const stop = signal === undefined ? () => {} : onAbort(signal, child.kill)
  const { exitCode } = await child.ended
  stop()
  return exitCode === 0 ? Buffer.concat(pieces) : Buffer.alloc(0)
}

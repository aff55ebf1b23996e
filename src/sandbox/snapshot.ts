import { Buffer } from 'node:buffer'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

/**
 * The memory of a fresh interpreter as a file, made where it is not there yet. Its name holds all that it depends on.
 *
 * @returns Nothing where it cannot be made or kept: interpreters then start without it, in a few seconds.
 */
export async function keepSnapshot(folder: string, plan: InterpreterPlan): Promise<string | undefined> {
  try {
    const path = join(folder, `python-${await snapshotKey()}.snapshot`)
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    )
    if (size >= leastBytes) return path
    const memory = await makeSnapshot(plan)
    if (memory.length < leastBytes) return undefined
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const beside = `${path}.${randomUUID()}`
    try {
      await writeFile(beside, memory, { mode: 0o600 })
      await rename(beside, path)
    } finally {
      await rm(beside, { force: true })
    }
    return path
  } catch {
    return undefined
  }
}

async function snapshotKey(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(`${pyodideVersion} ${thisNode.version} ${thisNode.platform} ${thisNode.architecture}`)
  for (const name of harnessFiles) hash.update(await readFile(join(harnessFolder(), name)))
  return hash.digest('hex').slice(0, 16)
}

async function makeSnapshot(plan: InterpreterPlan): Promise<Buffer> {
  const pieces: Buffer[] = []
  const { ended } = startChild(interpreterCommand(plan, 'snapshot'), harnessFolder(), (bytes) => {
    pieces.push(bytes)
  })
  const { exitCode } = await ended
  return exitCode === 0 ? Buffer.concat(pieces) : Buffer.alloc(0)
}

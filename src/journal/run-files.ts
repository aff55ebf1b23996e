import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isLockInMaking, isLockText, lockFile } from './lock.ts'

/** Files of a run folder; beside them lies the lock of the process that writes it. */
export const runFiles = {
  manifest: 'manifest.json',
  journal: 'journal.jsonl',
  problems: 'problems.json',
  result: 'result.json',
  explanation: 'explain.json',
  /** What a list of runs says of it: made again from the others. */
  summary: 'summary.json',
} as const

/** The schema of a manifest, and what an id looks like: by these a folder is known as that of a run. */
const manifestName = 'magi.run/1'
const idForm = /^\d{8}T\d{6}Z-[a-z0-9]{4}$/

/** What stands at the beginning of every file of JSON that a run writes whole, so that a part of one is known too. */
const jsonBegins = ['{\n  "schema": "magi.', '[\n  {\n    "id": ', '[]\n']

/** Names that only a process uses which is writing a file beside its place, or takes the lock: what has them was left by a kill. */
const leftover =
  /^(?:(?:manifest|problems|result|explain|summary)\.json\.\d+|lock\.(?:\d+-)?[0-9a-f]{16}|lock\.\d+)$/

/** What lies in a folder, by what a run would have to do with it. */
export interface FolderContent {
  /** Whether it has the manifest of a run. */
  readonly isRun: boolean
  /** Regular files that a run writes, the manifest last, and what a kill left of them. */
  readonly own: readonly string[]
  /** Everything else, links and folders with the names of a run's files included. */
  readonly foreign: readonly string[]
}

/**
 * Looks at what lies in a folder; links are not followed. Where the manifest is not that of a run, every file but a kill's leftovers is foreign,
 * whatever its name: other programs write a `manifest.json` or a `lock` too.
 */
export async function lookInto(folder: string): Promise<FolderContent> {
  const entries = await readdir(folder, { withFileTypes: true })
  const isRun = await hasRunManifest(folder)
  const names: readonly string[] = Object.values(runFiles)
  const own: string[] = []
  const foreign: string[] = []
  for (const entry of entries) {
    const isOwn =
      entry.isFile() && ((isRun && names.includes(entry.name)) || (await isLeftover(folder, entry.name)))
    ;(isOwn ? own : foreign).push(entry.name)
  }
  const place = (name: string) => (name === runFiles.manifest ? 1 : 0)
  return { isRun, own: own.sort((a, b) => place(a) - place(b)), foreign: foreign.sort() }
}

/** Removes what a kill left of files that were being written. Only for the process that holds the lock of the run. */
export async function removeLeftovers(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !leftover.test(entry.name) || isLockInMaking(entry.name)) continue
    if (await isLeftover(folder, entry.name))
      await rm(join(folder, entry.name), { force: true }).catch(() => undefined)
  }
}

async function hasRunManifest(folder: string): Promise<boolean> {
  try {
    const path = join(folder, runFiles.manifest)
    if (!(await lstat(path)).isFile()) return false
    const { schema, runId } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
    return schema === manifestName && typeof runId === 'string' && idForm.test(runId)
  } catch {
    return false
  }
}

/** Whether a file was left by a process of Magi that was killed: by its name, and by how it begins. */
async function isLeftover(folder: string, name: string): Promise<boolean> {
  if (name !== lockFile && !leftover.test(name)) return false
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined)
  if (text === undefined) return false
  if (name.startsWith(lockFile)) return isLockText(text)
  return jsonBegins.some((begin) => text.startsWith(begin) || begin.startsWith(text))
}

import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { z } from 'zod'
import type { Problem } from '../config/problem.ts'
import { messageOf, RunFolderError, UsageError } from '../ground/errors.ts'
import type { Sample } from '../sample/sample.ts'
import { differences } from './differences.ts'
import { cutTail, Journal, readJournal, type TornTail } from './journal.ts'
import { lockRun } from './lock.ts'
import { makeFolder } from './make-folder.ts'
import type { Manifest } from './manifest.ts'

/** Files of a run folder. */
export const runFiles = {
  manifest: 'manifest.json',
  journal: 'journal.jsonl',
  problems: 'problems.json',
  result: 'result.json',
  explanation: 'explain.json',
} as const

/** A run that this process writes. */
export interface OpenRun {
  readonly folder: string
  readonly manifest: Manifest
  /** What was mended or taken over on opening: sentences for the user. */
  readonly notices: readonly string[]
  /** Puts a sample on the disk. Resolves when it is there. */
  append(sample: Sample): Promise<void>
  /** Replaces the result file in one step. */
  saveResult(result: unknown): Promise<void>
  /** Takes the result of an earlier time away: the run goes on, and has none yet. */
  removeResult(): Promise<void>
  /** Keeps why each sample of a vote was counted as it was. */
  saveExplanation(explanation: unknown): Promise<void>
  /** Keeps the problems of an experiment beside their samples, so that the folder can be read by itself. */
  saveProblems(problems: readonly Problem[]): Promise<void>
  close(): Promise<void>
}

/**
 * The folder that holds all runs of this user: `$XDG_STATE_HOME/magi/runs`, or the same below `~/.local/state`.
 *
 * @param env - The environment.
 */
export function runsFolder(env: Readonly<Record<string, string | undefined>>): string {
  const state = env['XDG_STATE_HOME']
  const base =
    state !== undefined && isAbsolute(state) ? state : join(env['HOME'] || homedir(), '.local', 'state')
  return join(base, 'magi', 'runs')
}

/** A new run id: the time in UTC to the second, and four random characters; no colon in it. */
export function newRunId(now: Date): string {
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  return `${time}-${[...randomBytes(4)].map((byte) => letters[byte % letters.length]).join('')}`
}

/**
 * The folder of a run that a user named by id, by the beginning or the end of an id that no other run has, or by path.
 *
 * @throws UsageError where that is no run, or several.
 */
export async function findRun(
  named: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const runs = runsFolder(env)
  for (const folder of [resolve(named), join(runs, named)]) {
    if (await exists(join(folder, runFiles.manifest))) return folder
  }
  const ids = await listRunIds(runs)
  const alike = ids.filter((id) => named !== '' && (id.startsWith(named) || id.endsWith(`-${named}`)))
  if (alike.length === 1) return join(runs, alike[0] ?? '')
  if (alike.length > 1) {
    throw new UsageError(`"${named}" is ${alike.length} runs.`, {
      fix: `Write more of the id: ${alike.slice(-3).reverse().join(', ')}${alike.length > 3 ? ' …' : ''}.`,
    })
  }
  const recent = ids.slice(-3).reverse()
  throw new UsageError(`"${named}" is no run: there is no such folder, and no run of that id in ${runs}.`, {
    fix:
      recent.length > 0
        ? `Recent runs: ${recent.join(', ')}. All: magi runs list.`
        : 'Start one with magi vote.',
  })
}

/** Ids of the runs in a folder, oldest first. */
export async function listRunIds(runs: string): Promise<string[]> {
  const names = await readdir(runs).catch(() => [] as string[])
  const checked = await Promise.all(
    names.map(async (name) => ((await exists(join(runs, name, runFiles.manifest))) ? [name] : [])),
  )
  return checked.flat().sort()
}

/**
 * Makes a run folder, holds it, and writes its manifest.
 *
 * @throws RunFolderError if it cannot be written; UsageError if there is a run in it already.
 */
export async function createRun(folder: string, manifest: Manifest): Promise<OpenRun> {
  await makeFolder(folder)
  const lock = await lockRun(folder)
  try {
    if (await exists(join(folder, runFiles.manifest))) {
      throw new UsageError(`There is a run in ${folder} already.`, {
        fix: `Go on with it: --resume ${folder}. Or name a new folder.`,
      })
    }
    await writeWhole(join(folder, runFiles.manifest), manifest)
    return await openForWriting(folder, manifest, [], lock.release)
  } catch (thrown) {
    await lock.release()
    throw thrown
  }
}

/**
 * Opens a run to go on with it: holds the folder, cuts a torn last line off, and tells every sample that is there.
 *
 * @param expected - What must be unchanged; absent keys are not compared.
 * @param onSample - Called for every sample of the journal, in the order written.
 * @throws UsageError where something that must be the same differs, with both values.
 */
export async function resumeRun(
  folder: string,
  expected: Partial<Manifest>,
  onSample: (sample: Sample) => void,
): Promise<OpenRun> {
  const lock = await lockRun(folder)
  try {
    const manifest = await readManifest(folder)
    requireSame(folder, manifest, expected)
    const notices = lock.takenOver === undefined ? [] : [lock.takenOver]
    const path = join(folder, runFiles.journal)
    let torn: TornTail | undefined
    for await (const sample of readSamples(folder, (tail) => {
      torn = tail
    })) {
      onSample(sample)
    }
    if (torn !== undefined) {
      await cutTail(path, torn.bytes)
      notices.push(
        `Cut off line ${torn.line} of the journal, torn by a stop (${torn.bytes} bytes). That sample is drawn again.`,
      )
    }
    return await openForWriting(folder, manifest, notices, lock.release)
  } catch (thrown) {
    await lock.release()
    throw thrown
  }
}

/**
 * Checks that a run is the one that is to be resumed.
 *
 * @param expected - What must be unchanged; absent keys are not compared.
 * @throws UsageError that names every difference, with both values.
 */
export function requireSame(folder: string, begun: Manifest, expected: Partial<Manifest>): void {
  const changed = differences(begun, expected)
  if (changed.length === 0) return
  throw new UsageError(`This is not the run that was begun in ${folder}: ${changed.join('; ')}.`, {
    fix: 'Resume it with what it was begun with, or start a new run.',
  })
}

/**
 * Reads the manifest of a run.
 *
 * @throws RunFolderError where it is missing, damaged, or of a newer Magi.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, runFiles.manifest)
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch (thrown) {
    throw new RunFolderError(`Cannot read ${path}: ${messageOf(thrown)}.`, {
      fix: 'The folder is no run of Magi, or its manifest was damaged.',
      cause: thrown,
    })
  }
  const { manifestSchema } = await import('./manifest.ts')
  return checked(manifestSchema, value, path)
}

/**
 * Reads the problems of an experiment; none for a vote.
 *
 * @throws RunFolderError where they are damaged.
 */
export async function readProblemsOf(folder: string): Promise<Problem[]> {
  const path = join(folder, runFiles.problems)
  if (!(await exists(path))) return []
  const { problemsSchema } = await import('../config/problem.ts')
  return checked(problemsSchema, JSON.parse(await readFile(path, 'utf8')), path)
}

/** Reads the samples of a run as a stream, in the order written. A journal not yet begun has none. */
export async function* readSamples(
  folder: string,
  onTorn: (tail: TornTail) => void,
): AsyncGenerator<Sample, void, undefined> {
  const path = join(folder, runFiles.journal)
  if (!(await exists(path))) return
  const { sampleSchema } = await import('../sample/sample.ts')
  for await (const { line, value } of readJournal(path, onTorn))
    yield checked(sampleSchema, value, `${path}, line ${line}`)
}

async function openForWriting(
  folder: string,
  manifest: Manifest,
  notices: readonly string[],
  release: () => Promise<void>,
): Promise<OpenRun> {
  const journal = await Journal.open(join(folder, runFiles.journal))
  await syncFolder(folder)
  return {
    folder,
    manifest,
    notices,
    append: (sample) => journal.append(sample),
    saveProblems: (problems) => writeWhole(join(folder, runFiles.problems), problems),
    saveExplanation: (explanation) => writeWhole(join(folder, runFiles.explanation), explanation),
    saveResult: (result) => writeWhole(join(folder, runFiles.result), result),
    removeResult: () => rm(join(folder, runFiles.result), { force: true }),
    async close() {
      await journal.close()
      await release()
    },
  }
}

/** Checks a record against its schema, which is loaded to read a run, not to make one; a newer schema version is refused by name. */
function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const written = (value as { schema?: unknown } | null)?.schema
  const issue = parsed.error.issues[0]
  throw new RunFolderError(
    issue?.path[0] === 'schema' && typeof written === 'string'
      ? `${where}: written as "${written}", which this version of Magi does not read.`
      : `${where}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not readable'}.`,
    { fix: 'Use a newer Magi, or mend the file.' },
  )
}

/** Writes a JSON file so that a reader sees the old one or the new one, never a part. */
async function writeWhole(path: string, value: unknown): Promise<void> {
  const beside = `${path}.${process.pid}`
  try {
    const file = await open(beside, 'w', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(value, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    await syncFolder(dirname(path))
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw new RunFolderError(`Cannot write ${path}: ${messageOf(thrown)}.`, {
      fix: 'See that the disk has room and can be written to, or choose another folder with --run-dir.',
      cause: thrown,
    })
  }
}

/** A new name in a folder survives a power cut only once the folder itself is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined) // Windows opens no folders.
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

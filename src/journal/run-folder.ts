import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import type { Problem } from '../config/problem.ts'
import { UsageError } from '../ground/errors.ts'
import { issueText } from '../ground/issue-text.ts'
import type { Sample } from '../sample/sample.ts'
import { checksumName } from './checksum.ts'
import { differences } from './differences.ts'
import { grownManifest } from './grow.ts'
import { formatOf } from './journal.ts'
import { lockRun } from './lock.ts'
import { makeFolder } from './make-folder.ts'
import type { Manifest } from './manifest.ts'
import { type OpenRun, openForWriting } from './open-run.ts'
import { cutTail, damagedLine, readJournal, type TornTail } from './read-journal.ts'
import { lookInto, removeLeftovers, runFiles } from './run-files.ts'
import { newerError, readRunJson } from './run-json.ts'
import { writeWhole } from './whole-file.ts'

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
 * The folder of a run that a user named by id, by the beginning or the end of an id that no other run has, by path, or as `last`: the newest.
 *
 * @throws UsageError where that is no run, or several.
 */
export async function findRun(
  named: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const runs = runsFolder(env)
  for (const folder of [resolve(named), join(runs, named)]) {
    if (existsSync(join(folder, runFiles.manifest))) return folder
  }
  if (existsSync(resolve(named))) {
    throw new UsageError(`${resolve(named)} is no run: it has no ${runFiles.manifest}.`, {
      fix: 'Name the folder of a run. All runs: magi runs list.',
    })
  }
  const ids = await listRunIds(runs)
  const newest = named === 'last' ? await newestOf(ids, runs) : undefined
  if (newest !== undefined) return join(runs, newest)
  const alike = ids.filter((id) => named !== '' && (id.startsWith(named) || id.endsWith(`-${named}`)))
  if (alike.length === 1) return join(runs, alike[0] ?? '')
  if (alike.length > 1) {
    throw new UsageError(`"${named}" matches ${alike.length} runs.`, {
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

/** The run that was begun last: of those of the same second, the one whose manifest was written last. */
async function newestOf(ids: readonly string[], runs: string): Promise<string | undefined> {
  const second = (id: string | undefined) => id?.slice(0, id.lastIndexOf('-'))
  const last = second(ids.at(-1))
  let newest: { id: string; writtenMs: number } | undefined
  for (const id of ids.filter((each) => second(each) === last)) {
    const { mtimeMs } = await stat(join(runs, id, runFiles.manifest))
    if (newest === undefined || mtimeMs >= newest.writtenMs) newest = { id, writtenMs: mtimeMs }
  }
  return newest?.id
}

/** Ids of the runs in a folder, oldest first. */
export async function listRunIds(runs: string): Promise<string[]> {
  const names = await readdir(runs).catch(() => [] as string[])
  return names.filter((name) => existsSync(join(runs, name, runFiles.manifest))).sort()
}

/**
 * Makes a run folder, holds it, and writes its manifest.
 *
 * @throws RunFolderError if it cannot be written; UsageError if there is a run in it already, or anything else.
 */
export async function createRun(folder: string, manifest: Manifest): Promise<OpenRun> {
  await makeFolder(folder)
  await requireFree(folder)
  const lock = await lockRun(folder)
  try {
    // Another process may have begun a run here until the folder was held.
    await requireFree(folder)
    await removeLeftovers(folder)
    const written: Manifest = { ...manifest, checksum: checksumName }
    await writeWhole(join(folder, runFiles.manifest), written)
    return await openForWriting(folder, written, [], lock.release)
  } catch (thrown) {
    await lock.release()
    throw thrown
  }
}

/** Refuses a folder for a new run in which something lies that a process of Magi did not leave when it was killed while it began one. */
async function requireFree(folder: string): Promise<void> {
  const { isRun, foreign } = await lookInto(folder)
  if (isRun) {
    throw new UsageError(`There is a run in ${folder} already.`, {
      fix: `Go on with it: --resume ${folder}. Or name a new folder.`,
    })
  }
  if (foreign.length === 0) return
  const names = foreign.slice(0, 5).join(', ')
  throw new UsageError(
    `${folder} is no folder of a run, and not empty: it holds ${names}${foreign.length > 5 ? ' …' : ''}.`,
    { fix: 'Name a new or an empty folder with --run-dir.' },
  )
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
  // Before anything is written there: what lies in a folder that is no run's is not touched.
  await readManifest(folder)
  const lock = await lockRun(folder)
  try {
    const manifest = await readManifest(folder)
    const grown = requireSame(folder, manifest, expected)
    const notices = lock.takenOver === undefined ? [] : [lock.takenOver]
    const path = join(folder, runFiles.journal)
    let torn: TornTail | undefined
    for await (const sample of readSamples(folder, (tail) => {
      torn = tail
    })) {
      onSample(sample)
    }
    await removeLeftovers(folder)
    if (torn !== undefined) {
      await cutTail(path, torn.bytes)
      notices.push(
        `Cut off line ${torn.line} of the journal, torn by a stop (${torn.bytes} bytes). That sample is drawn again.`,
      )
    }
    if (grown !== manifest) {
      // The result first: with more samples asked for, it is none any more.
      await rm(join(folder, runFiles.result), { force: true })
      await writeWhole(join(folder, runFiles.manifest), grown)
    }
    return await openForWriting(folder, grown, notices, lock.release)
  } catch (thrown) {
    await lock.release()
    throw thrown
  }
}

/**
 * Checks that a run is the one that is to be resumed.
 *
 * @param expected - What must be unchanged; absent keys are not compared.
 * @returns The manifest that it goes on with: its own, with n and min as they may have grown.
 * @throws UsageError that names every difference, with both values.
 */
export function requireSame(folder: string, begun: Manifest, expected: Partial<Manifest>): Manifest {
  const grown = grownManifest(begun, expected)
  const { grownFrom: _grownFrom, ...rest } = expected
  const changed = differences(grown, rest)
  if (changed.length === 0) return grown
  throw new UsageError(`This is not the run that was begun in ${folder}: ${changed.join('; ')}.`, {
    fix: 'Resume it with what it was begun with (only -n and --min may grow), or start a new run.',
  })
}

/**
 * Reads the manifest of a run.
 *
 * @throws RunFolderError where it is missing, damaged, or of a newer Magi.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const { manifestSchema } = await import('./manifest.ts')
  return readRunJson(folder, runFiles.manifest, manifestSchema, {
    what: 'the manifest of a run',
    fix: 'The folder is no run of Magi, or its manifest was damaged: restore it from a copy.',
  })
}

/**
 * Reads the problems of an experiment; none for a vote.
 *
 * @throws RunFolderError where they are damaged, with file and line.
 */
export async function readProblemsOf(folder: string): Promise<Problem[]> {
  if (!existsSync(join(folder, runFiles.problems))) return []
  const { problemsSchema } = await import('../config/problem.ts')
  return readRunJson(folder, runFiles.problems, problemsSchema, {
    what: 'the problems of an experiment',
    fix: 'The file was changed by something else than Magi. Restore it from a copy; or remove it, and resume the run with the same dataset, which writes it anew.',
  })
}

/** What of a run its samples are checked against. */
export interface RunOfSamples {
  readonly manifest: Manifest
  readonly problems: readonly Pick<Problem, 'id'>[]
}

/**
 * Reads the samples of a run as a stream, in the order written. A journal not yet begun has none.
 *
 * @param onTorn - Told of a last line that was torn by a stop.
 * @param run - What the run was begun with, where it was read already.
 * @throws RunFolderError with file and line for a line that is damaged, or is no sample of this run: its problem, index or seed is another's.
 */
export async function* readSamples(
  folder: string,
  onTorn: (tail: TornTail) => void,
  run?: RunOfSamples,
): AsyncGenerator<Sample, void, undefined> {
  const path = join(folder, runFiles.journal)
  if (!existsSync(path)) return
  const [{ sampleSchema }, { samplePlaces }] = await Promise.all([
    import('../sample/sample.ts'),
    import('./sample-places.ts'),
  ])
  const manifest = run?.manifest ?? (await readManifest(folder))
  const misplaced = samplePlaces(manifest, run?.problems ?? (await readProblemsOf(folder)))
  for await (const { line, value } of readJournal(path, onTorn, formatOf(manifest))) {
    const parsed = sampleSchema.safeParse(value)
    if (!parsed.success) {
      const written = (value as { schema?: unknown } | null)?.schema
      const [issue] = parsed.error.issues
      if (issue?.path[0] === 'schema' && typeof written === 'string')
        throw newerError(`${path}, line ${line}`, written)
      throw damagedLine(
        path,
        line,
        `${issue?.path.join('.') ?? ''}: ${issue === undefined ? 'not readable' : issueText(issue)}`,
      )
    }
    const [fault] = misplaced(parsed.data)
    if (fault !== undefined) throw damagedLine(path, line, `no sample of this run: ${fault}`)
    yield parsed.data
  }
}

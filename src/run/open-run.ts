import { join } from 'node:path'
import type { Problem } from '../config/problem.ts'
import type { RunResult, RunSummary } from '../experiment/result-schema.ts'
import { readResult, summariseRuns } from '../experiment/run-summary.ts'
import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import type { Manifest } from '../journal/manifest.ts'
import { listRunIds, readManifest, readProblemsOf, readSamples } from '../journal/run-folder.ts'
import type { Sample } from '../sample/sample.ts'

/** A run as it lies on the disk, opened to be read. */
export interface KeptRun {
  readonly folder: string
  /** What it was begun with. */
  readonly manifest: Manifest
  /** The problems of an experiment; none for a vote. */
  readonly problems: readonly Problem[]
  /** What it came to when it last ended or was stopped; absent where that was not written yet. */
  readonly result?: RunResult
  /**
   * The samples, every attempt, in the order written; read anew from the disk at each call. A last line that is not whole is left out.
   *
   * @throws RunFolderError where the journal is damaged.
   */
  samples(): AsyncIterable<Sample>
}

/**
 * Opens the folder of a run to read it. Nothing is held, and nothing is written.
 *
 * @throws RunFolderError where it is no run, or it is damaged.
 */
export async function openRun(folder: string): Promise<KeptRun> {
  const manifest = await readManifest(folder)
  const result = await readResult(folder)
  return {
    folder,
    manifest,
    problems: await readProblemsOf(folder),
    ...defined({ result }),
    samples: () => readSamples(folder, () => {}),
  }
}

/** A folder among the runs that cannot be read, and why. */
export interface DamagedRun {
  readonly folder: string
  readonly message: string
}

/** The runs below a folder. */
export interface RunList {
  /** Oldest first. */
  readonly runs: readonly RunSummary[]
  /** Those that cannot be read: one damaged run does not hide the others. */
  readonly damaged: readonly DamagedRun[]
}

/**
 * The runs below a folder, oldest first, and those that cannot be read.
 *
 * @param runs - The folder of all runs, as `runsFolder` gives it.
 */
export async function listRuns(runs: string): Promise<RunList> {
  const damaged: DamagedRun[] = []
  const folders = (await listRunIds(runs)).map((id) => join(runs, id))
  const summaries = await summariseRuns(folders, (folder, thrown) => {
    damaged.push({ folder, message: messageOf(thrown) })
  })
  return { runs: summaries, damaged }
}

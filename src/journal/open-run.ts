import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../config/problem.ts'
import { RunFolderError } from '../ground/errors.ts'
import type { Sample } from '../sample/sample.ts'
import { formatOf, Journal } from './journal.ts'
import type { Manifest } from './manifest.ts'
import { runFiles } from './run-files.ts'
import { syncFolder, writeWhole } from './whole-file.ts'

/** A run that this process writes. */
export interface OpenRun {
  readonly folder: string
  readonly manifest: Manifest
  /** What was mended or taken over on opening: sentences for the user. */
  readonly notices: readonly string[]
  /** Puts a sample on the disk. Resolves when it is there. */
  append(sample: Sample): Promise<void>
  /** Makes sure that every sample put on the disk is still there. @throws RunFolderError where its journal was removed, replaced or cut off. */
  requireKept(): Promise<void>
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

/** Opens the journal of a run whose folder this process holds. */
export async function openForWriting(
  folder: string,
  manifest: Manifest,
  notices: readonly string[],
  release: () => Promise<void>,
): Promise<OpenRun> {
  let problems: readonly Problem[] | undefined
  const writeOthers = async (into: string) => {
    await writeWhole(join(into, runFiles.manifest), manifest)
    if (problems !== undefined) await writeWhole(join(into, runFiles.problems), problems)
  }
  const journal = await Journal.open(join(folder, runFiles.journal), { ...formatOf(manifest), writeOthers })
  await syncFolder(folder)
  const requireKept = async () => {
    await journal.requireKept()
    const path = join(folder, runFiles.manifest)
    if (existsSync(path)) return
    await writeWhole(path, manifest)
    throw new RunFolderError(`${path} was removed while the run was drawn.`, {
      fix: 'It was written anew, as the run was begun.',
    })
  }
  return {
    folder,
    manifest,
    notices,
    append: (sample) => journal.append(sample),
    requireKept,
    saveProblems(all) {
      problems = all
      return writeWhole(join(folder, runFiles.problems), all)
    },
    saveExplanation: (explanation) => writeWhole(join(folder, runFiles.explanation), explanation),
    async saveResult(result) {
      // A result beside a journal that does not hold its samples would say what nothing shows.
      await requireKept()
      await writeWhole(join(folder, runFiles.result), result)
    },
    removeResult: () => rm(join(folder, runFiles.result), { force: true }),
    async close() {
      await journal.close()
      await release()
    },
  }
}

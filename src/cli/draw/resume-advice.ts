import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RunFolderError } from '../../ground/errors.ts'
import { LostJournalError } from '../../journal/journal.ts'
import { runFiles } from '../../journal/run-files.ts'
import { readSamples } from '../../journal/run-folder.ts'
import { formatMany } from '../../report/format.ts'
import type { OpenedRun } from '../../run/run.ts'
import type { CommandContext } from '../command.ts'
import { runName } from './run-name.ts'

type NamedRun = Pick<OpenedRun, 'folder' | 'manifest'>

/** The command that goes on with a run. */
export function resumeCommand(run: NamedRun, context: Pick<CommandContext, 'cli'>): string {
  return `magi ${run.manifest.command} --resume ${runName(run, context)}`
}

/** How to go on with a run. */
export function resumeAdvice(run: NamedRun, context: Pick<CommandContext, 'cli'>): string {
  return `Go on with: ${resumeCommand(run, context)}`
}

/**
 * Trouble with the files of a run while it was drawn, with what is safe on the disk and how to go on; anything else as it is.
 */
export async function withResumeAdvice(
  thrown: unknown,
  run: NamedRun,
  context: CommandContext,
): Promise<unknown> {
  if (!(thrown instanceof RunFolderError) || run.folder === undefined) return thrown
  // It says itself where the samples are: what lies in the place of the journal holds others, or none.
  if (thrown instanceof LostJournalError) return thrown
  const { folder, manifest } = run
  let saved = 0
  try {
    for await (const { end } of readSamples(folder, () => {}, { manifest, problems: [] }))
      if (end.type === 'finished' || end.type === 'tripped') saved += 1
  } catch {
    // A run that cannot be read cannot be resumed either: the trouble says what is to be done.
    return thrown
  }
  if (!existsSync(join(folder, runFiles.manifest))) return thrown
  const fix = `${thrown.fix} ${formatMany(saved, 'sample')} saved. ${resumeAdvice(run, context)}`
  return new RunFolderError(thrown.message, { fix, cause: thrown })
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RunFolderError } from '../../ground/errors.ts'
import type { OpenRun } from '../../index.ts'
import { runFiles } from '../../journal/run-files.ts'
import { readSamples } from '../../journal/run-folder.ts'
import { formatMany } from '../../report/format.ts'
import type { CommandContext } from '../command.ts'
import { runName } from './run-name.ts'

type Named = Pick<OpenRun, 'folder' | 'manifest'>

/** How to go on with a run. */
export function resumeAdvice(run: Named, context: Pick<CommandContext, 'cli'>): string {
  return `Go on with: magi ${run.manifest.command} --resume ${runName(run, context)}`
}

/**
 * Trouble with the files of a run while it was drawn, with what is safe on the disk and how to go on; anything else as it is.
 */
export async function withResumeAdvice(
  thrown: unknown,
  run: OpenRun,
  context: CommandContext,
): Promise<unknown> {
  if (!(thrown instanceof RunFolderError)) return thrown
  let saved = 0
  try {
    for await (const { end } of readSamples(run.folder, () => {}, { manifest: run.manifest, problems: [] }))
      if (end.type === 'finished' || end.type === 'tripped') saved += 1
  } catch {
    // A run that cannot be read cannot be resumed either: the trouble says what is to be done.
    return thrown
  }
  if (!existsSync(join(run.folder, runFiles.manifest))) return thrown
  const fix = `${thrown.fix} ${formatMany(saved, 'sample')} saved. ${resumeAdvice(run, context)}`
  return new RunFolderError(thrown.message, { fix, cause: thrown })
}

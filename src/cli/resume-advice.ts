import { join } from 'node:path'
import { RunFolderError } from '../errors.ts'
import type { OpenRun } from '../index.ts'
import { readSamples, runsFolder } from '../journal/run-folder.ts'
import { formatMany } from '../report/format.ts'
import type { CommandContext } from './command.ts'

type Named = Pick<OpenRun, 'folder' | 'manifest'>

/** How to go on with a run. */
export function resumeAdvice(run: Named, context: Pick<CommandContext, 'cli'>): string {
  return `Go on with: magi vote --resume ${runName(run, context)}`
}

/** What a run is called on the command line: by its id where it lies with the others, else by its folder, as a shell takes it. */
export function runName({ folder, manifest }: Named, { cli }: Pick<CommandContext, 'cli'>): string {
  const named = folder === join(runsFolder(cli.env), manifest.runId) ? manifest.runId : folder
  return /^[\w@%+=:,./-]+$/.test(named) ? named : `'${named.replaceAll("'", "'\\''")}'`
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
  for await (const { end } of readSamples(run.folder, () => {}))
    if (end.type === 'finished' || end.type === 'tripped') saved += 1
  const fix = `${thrown.fix} ${formatMany(saved, 'sample')} saved. ${resumeAdvice(run, context)}`
  return new RunFolderError(thrown.message, { fix, cause: thrown })
}

import { join } from 'node:path'
import type { OpenRun } from '../index.ts'
import { runsFolder } from '../journal/run-folder.ts'
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

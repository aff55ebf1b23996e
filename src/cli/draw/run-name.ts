import { join } from 'node:path'
import type { OpenRun } from '../../index.ts'
import { runsFolder } from '../../journal/run-folder.ts'
import type { CommandContext } from '../command.ts'

/** A run as the commands take it: its id where it lies with the others, else its folder, as a shell takes it. */
export function runName(
  { folder, manifest }: { readonly folder: string; readonly manifest: Pick<OpenRun['manifest'], 'runId'> },
  { cli }: Pick<CommandContext, 'cli'>,
): string {
  const named = folder === join(runsFolder(cli.env), manifest.runId) ? manifest.runId : folder
  return shellWord(named)
}

/** A word as a shell takes it: quoted where it must be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

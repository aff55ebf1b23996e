import { join } from 'node:path'
import { runsFolder } from '../../journal/run-folder.ts'
import type { CommandContext } from '../command.ts'

/** A run as the commands take it: its id where it lies with the others, else its folder, as a shell takes it. */
export function runName(
  { folder, manifest }: { readonly folder?: string; readonly manifest: { readonly runId: string } },
  { cli }: Pick<CommandContext, 'cli'>,
): string {
  const { runId } = manifest
  const word = folder === undefined || folder === join(runsFolder(cli.env), runId) ? runId : folder
  return shellWord(word)
}

/** A word as a shell takes it: quoted where it must be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

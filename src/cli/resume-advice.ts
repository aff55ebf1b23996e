import { join } from 'node:path'
import type { OpenRun } from '../index.ts'
import { runsFolder } from '../journal/run-folder.ts'
import type { CommandContext } from './command.ts'

/** How to go on with a run: by its id where it lies with the others, else by its folder, as a shell takes it. */
export function resumeAdvice({ folder, manifest }: OpenRun, { cli }: CommandContext): string {
  const named = folder === join(runsFolder(cli.env), manifest.runId) ? manifest.runId : folder
  const word = /^[\w@%+=:,./-]+$/.test(named) ? named : `'${named.replaceAll("'", "'\\''")}'`
  return `Go on with: magi vote --resume ${word}`
}

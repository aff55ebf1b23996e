import { resolve } from 'node:path'
import { magiVersion } from '../../ground/package-root.ts'
import { runsFolder } from '../../journal/run-folder.ts'
import type { OpenModel } from '../../run/opened-model.ts'
import type { RunOrigin } from '../../run/run.ts'
import type { CommandContext } from '../command.ts'
import { commandLine } from './command-line.ts'
import type { CommandSettings } from './settings.ts'

/** Where a run of the command line is kept, and what its manifest says of the command. */
export function originOf(
  settings: CommandSettings,
  { driver, hosts }: Pick<OpenModel, 'driver' | 'hosts'>,
  { args, cli }: Pick<CommandContext, 'args' | 'cli'>,
): RunOrigin {
  const runDir = settings.maybe('runDir')
  return {
    place: runDir === undefined ? { runs: runsFolder(cli.env) } : { folder: resolve(cli.cwd, runDir) },
    commandLine: commandLine(args, hosts?.map(({ url }) => url) ?? [driver.host]),
    magiVersion: magiVersion(),
  }
}

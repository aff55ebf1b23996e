import { homedir } from 'node:os'
import { type ConfigFiles, misspeltVariables, readConfigFiles } from '../../config/config.ts'
import type { RuntimeOptionValues } from '../../config/runtime-options.ts'
import { type RunSettings, resolveRunSettings } from '../../run/settings.ts'
import { type DrawFlags, settingFlags } from '../flags.ts'
import type { CliProcess } from '../terminal/terminal.ts'

/** The settings of one command: flag over environment over files over preset and profile over default. */
export interface CommandSettings extends RunSettings {
  readonly files: ConfigFiles
  /** What in the environment looks meant for Magi and is not: sentences for the user. */
  readonly warnings: readonly string[]
}

/** Resolves the settings of a command that speaks to a runtime. */
export async function commandSettings(
  command: 'ask' | 'vote' | 'bench',
  flags: DrawFlags,
  cli: CliProcess,
): Promise<CommandSettings> {
  const environment = cli.env
  const files = await readConfigFiles({
    cwd: cli.cwd,
    environment,
    home: environment['HOME'] || homedir(),
  })
  const options = await optionsOf(flags.option)
  const resolved = await resolveRunSettings(
    { command, flags: settingFlags(flags), environment, files, options },
    files.folders,
    {
      async checkProfile(profile, name, from) {
        if (profile.builtIn) return
        const { refuseInProjectProfile } = await import('../../config/own-settings.ts')
        refuseInProjectProfile(profile, name, { cwd: cli.cwd, files, from })
      },
    },
  )
  return { ...resolved, files, warnings: await misspeltVariables(environment) }
}

/** What the `-o` flags say. Their rules are schemas, so they are loaded only where there is such a flag. */
async function optionsOf(assignments: readonly string[] = []): Promise<RuntimeOptionValues> {
  if (assignments.length === 0) return {}
  const { parseRuntimeOptions } = await import('../../config/runtime-options.ts')
  return parseRuntimeOptions(assignments)
}

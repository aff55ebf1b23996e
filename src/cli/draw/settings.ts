import { homedir } from 'node:os'
import {
  type ConfigFiles,
  misspeltVariables,
  type Resolved,
  readConfigFiles,
  resolveOptions,
  resolveSetting,
  resolveSettings,
  type SettingSources,
} from '../../config/config.ts'
import { loadPreset } from '../../config/preset.ts'
import { loadProfile } from '../../config/profile.ts'
import type { RuntimeOptionValues } from '../../config/runtime-options.ts'
import { type SettingName, type SettingValues, settings } from '../../config/settings.ts'
import type { DrawFlags } from '../flags.ts'
import type { CliProcess } from '../terminal/terminal.ts'

/** The settings of one command: flag over environment over files over preset and profile over default. */
export interface CommandSettings {
  /** The value of a setting that always has one. */
  get<Name extends SettingName>(name: Name): SettingValues[Name]
  /** The value of a setting, where anything says it. */
  maybe<Name extends SettingName>(name: Name): SettingValues[Name] | undefined
  readonly preset: import('../../index.ts').Preset
  readonly profile: import('../../index.ts').Profile
  readonly files: ConfigFiles
  /** Options of the request but for seed and num_predict, and where each came from. */
  readonly options: Readonly<Record<string, Resolved<number | boolean | readonly string[]>>>
  /** What in the environment looks meant for Magi and is not: sentences for the user. */
  readonly warnings: readonly string[]
  /** Where every value came from: `--slots`, `MAGI_SLOTS`, a file, a preset, a profile, `default`. */
  readonly origins: Readonly<Record<string, { value: unknown; from: string }>>
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
  const names = Object.keys(settings) as SettingName[]
  const given = Object.fromEntries(
    names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  )
  const first: SettingSources = {
    command,
    flags: given,
    environment,
    files,
    options: await optionsOf(flags.option),
  }
  const { value: preset } = await loadPreset(resolveSetting('preset', first)?.value ?? 'balanced', files)
  const { value: name, from } = resolveSetting('profile', first) ?? { value: 'default', from: 'default' }
  const named = await loadProfile(name, files)
  if (!named.builtIn) {
    const { refuseInProjectProfile } = await import('../../config/own-settings.ts')
    refuseInProjectProfile(named, name, { cwd: cli.cwd, files, from })
  }
  const profile = named.value
  const sources: SettingSources = { ...first, preset, profile }
  const resolved = resolveSettings(sources)
  const maybe = <Name extends SettingName>(name: Name) =>
    resolved[name]?.value as SettingValues[Name] | undefined
  return {
    maybe,
    get(name) {
      const value = maybe(name)
      if (value === undefined) throw new Error(`Setting ${name} has no value and no default.`)
      return value
    },
    preset,
    profile,
    files,
    options: resolveOptions(sources),
    warnings: await misspeltVariables(environment),
    origins: resolved as CommandSettings['origins'],
  }
}

/** What the `-o` flags say. Their rules are schemas, so they are loaded only where there is such a flag. */
async function optionsOf(assignments: readonly string[] = []): Promise<RuntimeOptionValues> {
  if (assignments.length === 0) return {}
  const { parseRuntimeOptions } = await import('../../config/runtime-options.ts')
  return parseRuntimeOptions(assignments)
}

import { homedir } from 'node:os'
import type { ConfigFiles, Resolved, SettingSources } from '../config.ts'
import type { SettingName, SettingValues } from '../settings.ts'
import type { DrawFlags } from './flags.ts'
import type { CliProcess } from './terminal.ts'

type Magi = typeof import('../index.ts')

/** The settings of one command: flag over environment over files over preset and profile over default. */
export interface CommandSettings {
  /** The value of a setting that always has one. */
  get<Name extends SettingName>(name: Name): SettingValues[Name]
  /** The value of a setting, where anything says it. */
  maybe<Name extends SettingName>(name: Name): SettingValues[Name] | undefined
  readonly preset: import('../index.ts').Preset
  readonly profile: import('../index.ts').Profile
  readonly files: ConfigFiles
  /** Options of the request but for seed and num_predict, and where each came from. */
  readonly options: Readonly<Record<string, Resolved<number | boolean | readonly string[]>>>
  /** Where every value came from: `--slots`, `MAGI_SLOTS`, a file, a preset, a profile, `default`. */
  readonly origins: Readonly<Record<string, { value: unknown; from: string }>>
}

/** Resolves the settings of a command that speaks to a runtime. */
export async function commandSettings(
  magi: Magi,
  command: 'ask' | 'vote' | 'bench',
  flags: DrawFlags,
  cli: CliProcess,
): Promise<CommandSettings> {
  const environment = cli.env
  const files = await magi.readConfigFiles({
    cwd: cli.cwd,
    environment,
    home: environment['HOME'] || homedir(),
  })
  const names = Object.keys(magi.settings) as SettingName[]
  const given = Object.fromEntries(
    names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  )
  const first: SettingSources = {
    command,
    flags: given,
    environment,
    files,
    options: magi.parseRuntimeOptions(flags.option ?? []),
  }
  const { value: preset } = await magi.loadPreset(
    magi.resolveSetting('preset', first)?.value ?? 'balanced',
    files,
  )
  const { value: profile } = await magi.loadProfile(
    magi.resolveSetting('profile', first)?.value ?? 'default',
    files,
  )
  const sources: SettingSources = { ...first, preset, profile }
  const resolved = magi.resolveSettings(sources)
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
    options: magi.resolveOptions(sources),
    origins: resolved as CommandSettings['origins'],
  }
}

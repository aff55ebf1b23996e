import type { ConfigFiles, Environment } from '../config/config.ts'
import { listPresets } from '../config/preset.ts'
import type { RuntimeOptionValues } from '../config/runtime-options.ts'
import type { SettingName } from '../config/settings.ts'
import { defined } from '../ground/defined.ts'
import type { RunSettings } from '../run/settings.ts'
import { resolveRunSettings } from '../run/settings.ts'
import type { VirtualSpec } from './virtual-model.ts'
import type { MagiWish } from './wire-schema.ts'

/** What `magi serve` was told of votes: under what a request and the name of a virtual model say, over the defaults. */
export interface VoteSources {
  readonly flags: Readonly<Partial<Record<SettingName, unknown>>>
  readonly options: RuntimeOptionValues
  readonly environment: Environment
  /** The user's own file, and no project's. */
  readonly files: Pick<ConfigFiles, 'user'>
  readonly folders: readonly string[]
}

/** What a vote or a single sample is to be: the request goes before the name, and the name before the rest. */
export interface VoteSay {
  readonly command: 'vote' | 'ask'
  readonly spec?: VirtualSpec | undefined
  readonly magi?: MagiWish | undefined
  /** Seed of the request itself. */
  readonly seed?: number | undefined
  readonly system?: string | undefined
  readonly keepAlive?: string | number | undefined
}

/** Settings that a request says beside its `magi` object. */
const ofRequest = new Set(['seed', 'system', 'keepAlive'])

/** The settings of one vote or sample. @throws UsageError for a value that cannot be used. */
export async function settingsFor(sources: VoteSources, say: VoteSay): Promise<RunSettings> {
  const { command, spec = {}, magi = {}, seed, system, keepAlive } = say
  const { choices: _choices, language: _language, ...wish } = magi
  const asked = defined({ seed, system, keepAlive, ...defined({ ...spec }), ...defined(wish) })
  const flagNames = Object.fromEntries(
    Object.keys(asked).map((name) => [name, ofRequest.has(name) ? name : `magi.${name}`]),
  )
  return resolveRunSettings(
    {
      command,
      flags: { ...sources.flags, ...asked },
      flagNames,
      environment: sources.environment,
      files: sources.files,
      options: sources.options,
    },
    sources.folders,
  )
}

/** Presets that a vote or a virtual model can have: all but those that draw the same sample every time. */
export async function votingPresets(folders: readonly string[]): Promise<string[]> {
  const presets = await listPresets({ folders })
  return presets
    .filter(({ value }) => value.options.temperature !== 0)
    .map(({ value }) => value.name)
    .filter((name) => /^[\w-]+$/.test(name))
}

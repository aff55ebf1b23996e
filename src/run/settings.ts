import type { SettingSources } from '../config/config.ts'
import { type Resolved, resolveOptions, resolveSetting, resolveSettings } from '../config/config.ts'
import type { NamedConfig } from '../config/named-config.ts'
import { loadPreset } from '../config/preset.ts'
import type { Preset } from '../config/preset-schema.ts'
import { loadProfile } from '../config/profile.ts'
import type { Profile } from '../config/profile-schema.ts'
import type { SettingName, SettingValues } from '../config/settings.ts'

/** The settings of one run, resolved: each value, and where it came from. */
export interface RunSettings {
  /** The value of a setting that always has one. */
  get<Name extends SettingName>(name: Name): SettingValues[Name]
  /** The value of a setting, where anything says it. */
  maybe<Name extends SettingName>(name: Name): SettingValues[Name] | undefined
  readonly preset: Preset
  readonly profile: Profile
  /** Folders that hold `presets/`, `profiles/` or `models/` of the user's own. */
  readonly folders: readonly string[]
  /** Options of the request but for seed and num_predict, and where each came from. */
  readonly options: Readonly<Record<string, Resolved<number | boolean | readonly string[]>>>
  /** Where every value came from: `--slots`, `MAGI_SLOTS`, a file, a preset, a profile, `default`. */
  readonly origins: Readonly<Record<string, { readonly value: unknown; readonly from: string }>>
}

/** A preset or a profile as a value, where it is not to be loaded by its name; and who may refuse a profile that was. */
export interface NamedValues {
  readonly preset?: Preset | undefined
  readonly profile?: Profile | undefined
  /**
   * Looks at a profile that was loaded.
   *
   * @param from - Where its name came from.
   * @throws UsageError where it may not be used.
   */
  readonly checkProfile?: (profile: NamedConfig<Profile>, name: string, from: string) => Promise<void>
}

/**
 * Resolves the settings of a run from everything that may say them.
 *
 * @param folders - Where presets and profiles of the user's own lie.
 * @throws UsageError for a value that cannot be used, and for a preset or a profile that does not exist.
 */
export async function resolveRunSettings(
  sources: SettingSources,
  folders: readonly string[],
  values: NamedValues = {},
): Promise<RunSettings> {
  const named = { folders }
  const preset =
    values.preset ?? (await loadPreset(resolveSetting('preset', sources)?.value ?? 'balanced', named)).value
  const profile = values.profile ?? (await namedProfile(sources, folders, values.checkProfile))
  const complete: SettingSources = { ...sources, preset, profile }
  const resolved = resolveSettings(complete)
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
    folders,
    options: resolveOptions(complete),
    origins: resolved as RunSettings['origins'],
  }
}

async function namedProfile(
  sources: SettingSources,
  folders: readonly string[],
  check: NamedValues['checkProfile'],
): Promise<Profile> {
  const { value: name, from } = resolveSetting('profile', sources) ?? { value: 'default', from: 'default' }
  const named = await loadProfile(name, { folders })
  await check?.(named, name, from)
  return named.value
}

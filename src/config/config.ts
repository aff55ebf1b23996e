import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { ConfigValues } from './config-schema.ts'
import type { Preset } from './preset-schema.ts'
import type { Profile } from './profile-schema.ts'
import type { RuntimeOptionName, RuntimeOptionValues } from './runtime-options.ts'
import type { Form } from './setting-form.ts'
import {
  type SettingCommand,
  type SettingName,
  type SettingRule,
  type SettingValues,
  settingForms,
  settings,
} from './settings.ts'

/** A configuration file that was read. */
export interface ConfigFile {
  readonly file: string
  readonly values: ConfigValues
}

/** The configuration files that hold here. */
export interface ConfigFiles {
  readonly project?: ConfigFile
  readonly user?: ConfigFile
  /** As `configFolders` gives them. */
  readonly folders: readonly string[]
}

/** The environment, as `process.env` gives it. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The user's configuration folder: `magi` in `$XDG_CONFIG_HOME`, or in `~/.config` where that is not an absolute path.
 *
 * @param environment - For `XDG_CONFIG_HOME`.
 * @param home - The home folder.
 */
export function userConfigFolder(environment: Environment, home: string): string {
  const asked = environment['XDG_CONFIG_HOME'] ?? ''
  return join(isAbsolute(asked) ? asked : join(home, '.config'), 'magi')
}

/**
 * Where what can be made anew is kept: `magi` in `$XDG_CACHE_HOME`, or in `~/.cache` where that is not an absolute path.
 *
 * @param environment - For `XDG_CACHE_HOME`.
 * @param home - The home folder.
 */
export function userCacheFolder(environment: Environment, home: string): string {
  const asked = environment['XDG_CACHE_HOME'] ?? ''
  return join(isAbsolute(asked) ? asked : join(home, '.cache'), 'magi')
}

/** Where the user's own presets, profiles and models lie; for `loadPreset` and its like. */
export function configFolders(environment: Environment, home: string): readonly [string] {
  return [userConfigFolder(environment, home)]
}

/**
 * Reads the project's `magi.json` in `cwd` and the user's `config.json`, where they are.
 *
 * @throws UsageError that names file, line and key of what is wrong, the nearest key to an unknown one, and what a project may not set.
 */
export async function readConfigFiles({
  cwd,
  environment,
  home,
}: {
  /** The folder of the project; absent: no project's file is read. */
  cwd?: string
  environment: Environment
  home: string
}): Promise<ConfigFiles> {
  const [folder] = configFolders(environment, home)
  const project = cwd === undefined ? undefined : await readConfigFile(join(cwd, 'magi.json'))
  if (project !== undefined) (await import('./own-settings.ts')).refuseInProject(project, folder)
  const user = await readConfigFile(join(folder, 'config.json'))
  return {
    folders: [folder],
    ...defined({ project, user }),
  }
}

async function readConfigFile(file: string): Promise<ConfigFile | undefined> {
  if (!existsSync(file)) return undefined
  const { readJsonFile } = await import('../ground/json-file.ts')
  const { configFileSchema } = await import('./config-schema.ts')
  return { file, values: readJsonFile(file, configFileSchema, 'a configuration of Magi') }
}

/** Holds headers as `--header-file` does: no setting, since its value is shown nowhere. */
export const headersVariable = 'MAGI_HEADERS'

/**
 * Variables that look as if they were meant for Magi and are not: `MAGI_SLOT`, with the name that is near. One that is near to nothing may be
 * somebody else's.
 */
export async function misspeltVariables(environment: Environment): Promise<string[]> {
  const known = new Set([...Object.values(settings).flatMap(({ variables }) => variables), headersVariable])
  const unknown = Object.keys(environment).filter((name) => name.startsWith('MAGI_') && !known.has(name))
  if (unknown.length === 0) return []
  const { didYouMean } = await import('../ground/nearest-name.ts')
  return unknown.flatMap((name) => {
    const hint = didYouMean(name, known)
    return hint === '' ? [] : [`${name} is no variable of Magi, and changes nothing. ${hint}`]
  })
}

/** A value, and where it came from in words to print: `--slots`, `MAGI_SLOTS`, a file, `preset card`, `profile cpu`, `default`. */
export interface Resolved<Value> {
  readonly value: Value
  readonly from: string
}

/** All that may say what a setting is, strongest first: flag, environment, project file, user file, preset, profile, default. */
export interface SettingSources {
  /** Decides between defaults that differ by command. */
  readonly command?: SettingCommand
  /** Flags by setting name; texts are read as the environment's are. */
  readonly flags?: Readonly<Partial<Record<SettingName, unknown>>>
  /** What those that are no flags are called, where somebody else than a command line gives them. */
  readonly flagNames?: Readonly<Partial<Record<SettingName, string>>>
  /** What `parseRuntimeOptions` made of the `-o` flags. */
  readonly options?: RuntimeOptionValues
  readonly environment?: Environment
  readonly files?: Pick<ConfigFiles, 'project' | 'user'>
  /** As loaded once their own names were resolved. */
  readonly preset?: Preset
  readonly profile?: Profile
}

/**
 * One setting, from the strongest source that says it.
 *
 * @returns `undefined` where nothing says it and it has no default.
 * @throws UsageError that names the flag or the variable whose value cannot be used.
 */
export function resolveSetting<Name extends SettingName>(
  name: Name,
  sources: SettingSources,
): Resolved<SettingValues[Name]> | undefined {
  const rule: SettingRule<SettingValues[Name]> = settings[name]
  const { flags = {}, flagNames = {}, environment = {}, files = {}, preset, profile, command } = sources

  const flag = flags[name]
  const flagName = flagNames[name] ?? rule.flag ?? name
  if (flag !== undefined) return { value: readValue(name, flag, flagName), from: flagName }
  for (const variable of rule.variables) {
    const written = environment[variable]
    // An empty variable is one that a shell cannot unset.
    if (written !== undefined && written.trim() !== '') {
      return { value: readValue(name, written, variable), from: variable }
    }
  }
  for (const file of rule.from === 'own' ? [files.user] : [files.project, files.user]) {
    const value = file?.values[name]
    if (file !== undefined && value !== undefined)
      return { value: value as SettingValues[Name], from: file.file }
  }
  const ofPreset = preset === undefined ? undefined : rule.ofPreset?.(preset)
  if (ofPreset !== undefined) return { value: ofPreset, from: `preset ${preset?.name}` }
  const ofProfile = profile === undefined ? undefined : rule.ofProfile?.(profile)
  if (ofProfile !== undefined) return { value: ofProfile, from: `profile ${profile?.name}` }
  const fallback = defaultOf(rule, command)
  return fallback === undefined ? undefined : { value: fallback, from: 'default' }
}

/** Every setting that has a value, each with where it came from. */
export type ResolvedSettings = { readonly [Name in SettingName]?: Resolved<SettingValues[Name]> }

/**
 * Every setting, each from the strongest source that says it.
 *
 * @throws UsageError that names the flag or the variable whose value cannot be used.
 */
export function resolveSettings(sources: SettingSources): ResolvedSettings {
  const entries = (Object.keys(settings) as SettingName[]).map((name) => [
    name,
    resolveSetting(name, sources),
  ])
  return defined(Object.fromEntries(entries)) as ResolvedSettings
}

/**
 * The options of the request, each from the strongest source that says it: `-o`, project file, user file, preset, profile.
 *
 * `seed` and `num_predict` are no part of it: they come from settings of their own, sample by sample.
 */
export function resolveOptions(
  sources: SettingSources,
): Readonly<Partial<Record<RuntimeOptionName, Resolved<number | boolean | readonly string[]>>>> {
  const { options = {}, files = {}, preset, profile } = sources
  const layers: [RuntimeOptionValues, string][] = [
    [profile?.options ?? {}, `profile ${profile?.name}`],
    [preset?.options ?? {}, `preset ${preset?.name}`],
    [files.user?.values.options ?? {}, files.user?.file ?? ''],
    [files.project?.values.options ?? {}, files.project?.file ?? ''],
    [options, '-o'],
  ]
  return Object.fromEntries(
    layers.flatMap(([values, from]) =>
      Object.entries(values).map(([name, value]) => [name, { value, from }]),
    ),
  )
}

function defaultOf<Value>(rule: SettingRule<Value>, command: SettingCommand | undefined): Value | undefined {
  const { fallback } = rule
  if (typeof fallback !== 'object' || fallback === null) return fallback as Value | undefined
  return command === undefined ? undefined : (fallback as Partial<Record<SettingCommand, Value>>)[command]
}

/** Reads a flag or a variable: text as it is where that fits, else as the number or the truth value it spells. */
function readValue<Name extends SettingName>(
  name: Name,
  written: unknown,
  source: string,
): SettingValues[Name] {
  const form: Form<unknown> = settingForms[name]
  const asWritten = form(written)
  const read = [asWritten, ...scalarsOf(written).map(form)].find((reading) => reading.type === 'read')
  if (read !== undefined) return read.value as SettingValues[Name]
  const shown = typeof written === 'string' ? `"${written}"` : String(written)
  throw new UsageError(`${source} is ${shown}.`, {
    fix: asWritten.type === 'refused' ? asWritten.advice : '',
  })
}

/** The number and the truth value that a text spells. */
function scalarsOf(written: unknown): unknown[] {
  if (typeof written !== 'string') return []
  const text = written.trim().toLowerCase()
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text) ? [Number(text)] : []
  if (text === 'true' || text === '1') return [...number, true]
  if (text === 'false' || text === '0') return [...number, false]
  return number
}

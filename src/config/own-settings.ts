import { readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { withoutCredentials } from '../ground/address.ts'
import { UsageError } from '../ground/errors.ts'
import { jsonPath, jsonPositions } from '../ground/json-position.ts'
import type { NamedConfig } from './named-config.ts'
import type { Profile } from './profile-schema.ts'
import { type SettingName, settings } from './settings.ts'

/** The settings that only the user says: by flag, environment or their own files. */
export const ownSettings: readonly SettingName[] = (Object.keys(settings) as SettingName[]).filter(
  (name) => settings[name].from === 'own',
)

/**
 * Refuses what a project's file may not set.
 *
 * @param userFolder - The user's configuration folder, for the advice.
 * @throws UsageError that names each key with its line, and the line to write into the user's own file.
 */
export function refuseInProject(
  {
    file,
    values,
  }: { readonly file: string; readonly values: Readonly<Partial<Record<SettingName, unknown>>> },
  userFolder: string,
): void {
  const entries = ownSettings.flatMap((name) =>
    values[name] === undefined ? [] : [{ name, value: values[name] }],
  )
  refuse(file, entries, 'a project may not set what decides where data goes', userFolder)
}

/** What decides whether a profile is the user's own. */
export interface ProfileOrigin {
  /** The working folder, where a project's files lie. */
  readonly cwd: string
  readonly files: { readonly project?: { readonly file: string }; readonly folders: readonly string[] }
  /** Where the name of the profile came from, as `Resolved` has it. */
  readonly from: string
}

/**
 * Refuses a profile of a project's that sets what only the user says.
 *
 * A profile that is loaded by its name is the user's own, or ships with Magi. One that is named by its path is the project's where `magi.json`
 * names it, or where it lies in the working folder; in the user's configuration folder it never is. A preset has no key for any of it.
 *
 * @throws UsageError as `refuseInProject`.
 */
export function refuseInProjectProfile(
  { value: profile, file }: NamedConfig<Profile>,
  nameOrPath: string,
  { cwd, files, from }: ProfileOrigin,
): void {
  if (file !== nameOrPath) return
  const path = realPath(resolve(cwd, file))
  if (files.folders.some((folder) => liesIn(path, realPath(folder)))) return
  if (from !== files.project?.file && !liesIn(path, realPath(cwd))) return
  const entries = ownSettings.flatMap((name) => {
    const value = settings[name].ofProfile?.(profile)
    return value === undefined ? [] : [{ name, value }]
  })
  refuse(
    file,
    entries,
    'a profile of a project may not set what decides where data goes',
    files.folders[0] ?? '',
  )
}

function refuse(
  file: string,
  entries: readonly { readonly name: SettingName; readonly value: unknown }[],
  rule: string,
  userFolder: string,
): void {
  if (entries.length === 0) return
  const { lines } = jsonPositions(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  const message = entries
    .map(({ name }) => {
      const line = lines.get(jsonPath([name])) ?? 1
      return `${file}:${line}: ${name}: ${rule}.`
    })
    .join('\n')
  const own = entries.map(({ name, value }) => {
    const shown = typeof value === 'string' ? withoutCredentials(value) : value
    return `"${name}": ${JSON.stringify(shown)}`
  })
  const flags = entries.flatMap(({ name }) => settings[name].flag ?? [])
  const without = flags.length === 0 ? '' : `; without it there, ${flags.join(' and ')} of a call will do`
  throw new UsageError(message, {
    fix: `Remove it there, whatever flags are given. If you want it, write ${own.join(', ')} into ${join(userFolder, 'config.json')}${without}.`,
  })
}

/** A path without links; as it is where there is nothing. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

function liesIn(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

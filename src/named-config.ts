import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { z } from 'zod'
import { UsageError } from './errors.ts'
import { readJsonFile } from './json-file.ts'
import { didYouMean } from './nearest-name.ts'
import { builtInPath } from './package-root.ts'

/** A kind of configuration that lies in one file for each name: presets, profiles, model cards. */
export interface NamedConfigKind<S extends z.ZodType<{ name: string }>> {
  /** The folder below `configs/` and below the user's configuration folder. */
  readonly folder: 'presets' | 'profiles' | 'models'
  /** What one is called in messages, without an article. */
  readonly noun: string
  readonly schema: S
}

/** A configuration with the file it came from. */
export interface NamedConfig<T> {
  readonly value: T
  readonly file: string
  /** Whether it ships with Magi. */
  readonly builtIn: boolean
}

/** Where to look for a name before the built-in ones: folders that hold `presets/`, `profiles/` or `models/`; the first wins. */
export interface ConfigFolders {
  readonly folders?: readonly string[]
}

/**
 * Every configuration of a kind, sorted by name; a user's own takes the place of a built-in one of the same name.
 *
 * @throws UsageError if a file is wrong.
 */
export function listNamed<S extends z.ZodType<{ name: string }>>(
  kind: NamedConfigKind<S>,
  { folders = [] }: ConfigFolders = {},
): NamedConfig<z.output<S>>[] {
  return [...filesByName(kind, folders).values()]
    .map((file) => load(kind, file, folders))
    .sort((a, b) => (a.value.name < b.value.name ? -1 : 1))
}

/**
 * One configuration: by path where `nameOrPath` holds a slash or ends in `.json`, else by name.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export function loadNamed<S extends z.ZodType<{ name: string }>>(
  kind: NamedConfigKind<S>,
  nameOrPath: string,
  { folders = [] }: ConfigFolders = {},
): NamedConfig<z.output<S>> {
  if (/[/\\]|\.json$/.test(nameOrPath)) {
    return {
      value: readJsonFile(nameOrPath, kind.schema, `a ${kind.noun}`),
      file: nameOrPath,
      builtIn: false,
    }
  }
  const files = filesByName(kind, folders)
  const file = files.get(nameOrPath)
  if (file !== undefined) return load(kind, file, folders)
  const names = [...files.keys()].sort()
  throw new UsageError(`Unknown ${kind.noun} "${nameOrPath}".`, {
    fix: `${didYouMean(nameOrPath, names)} Use one of ${names.join(', ')}, or the path of a JSON file.`.trim(),
  })
}

function filesByName(kind: { folder: string }, folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>()
  for (const folder of [builtInPath(), ...[...folders].reverse()].map((each) => join(each, kind.folder))) {
    if (!existsSync(folder)) continue
    for (const file of readdirSync(folder)) {
      if (file.endsWith('.json')) files.set(basename(file, '.json'), join(folder, file))
    }
  }
  return files
}

function load<S extends z.ZodType<{ name: string }>>(
  kind: NamedConfigKind<S>,
  file: string,
  folders: readonly string[],
): NamedConfig<z.output<S>> {
  const value = readJsonFile(file, kind.schema, `a ${kind.noun}`)
  const named = basename(file, '.json')
  if (value.name !== named) {
    throw new UsageError(`${file}: its name is "${value.name}".`, {
      fix: `Write "name": "${named}", or call the file ${value.name}.json.`,
    })
  }
  return { value, file, builtIn: !folders.some((folder) => file.startsWith(join(folder, kind.folder))) }
}

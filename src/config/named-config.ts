import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { z } from 'zod'
import { UsageError } from '../ground/errors.ts'
import { didYouMean } from '../ground/nearest-name.ts'
import { builtInPath } from '../ground/package-root.ts'

/** A kind of configuration that lies in one file for each name: presets, profiles, model cards. */
export interface NamedConfigKind<T extends { readonly name: string }, InFile = T> {
  /** The folder below `configs/` and below the user's configuration folder. */
  readonly folder: 'presets' | 'profiles' | 'models'
  /** What one is called in messages, without an article. */
  readonly noun: string
  /** Loads what a file of the user's own is checked with. Files that ship with Magi are checked by its tests, not at every start. */
  readonly schema: () => Promise<z.ZodType<T>>
  /** Makes the value from the JSON of a file that ships with Magi; absent: it is the value. */
  readonly ofShipped?: (json: InFile) => T
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
export async function listNamed<T extends { readonly name: string }>(
  kind: NamedConfigKind<T, never>,
  { folders = [] }: ConfigFolders = {},
): Promise<NamedConfig<T>[]> {
  const found = [...filesByName(kind, folders).values()].map((file) => load(kind, file, folders))
  return (await Promise.all(found)).sort((a, b) => (a.value.name < b.value.name ? -1 : 1))
}

/**
 * One configuration: by path where `nameOrPath` holds a slash or ends in `.json`, else by name.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export async function loadNamed<T extends { readonly name: string }>(
  kind: NamedConfigKind<T, never>,
  nameOrPath: string,
  { folders = [] }: ConfigFolders = {},
): Promise<NamedConfig<T>> {
  if (/[/\\]|\.json$/.test(nameOrPath)) {
    return { value: await readOwn(kind, nameOrPath), file: nameOrPath, builtIn: false }
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

async function load<T extends { readonly name: string }>(
  kind: NamedConfigKind<T, never>,
  file: string,
  folders: readonly string[],
): Promise<NamedConfig<T>> {
  const builtIn = !folders.some((folder) => file.startsWith(join(folder, kind.folder)))
  if (builtIn) {
    const json = JSON.parse(readFileSync(file, 'utf8')) as never
    return { value: kind.ofShipped === undefined ? json : kind.ofShipped(json), file, builtIn }
  }
  const value = await readOwn(kind, file)
  const named = basename(file, '.json')
  if (value.name === named) return { value, file, builtIn }
  throw new UsageError(`${file}: its name is "${value.name}".`, {
    fix: `Write "name": "${named}", or call the file ${value.name}.json.`,
  })
}

/** A file of the user's own, checked. */
async function readOwn<T extends { readonly name: string }>(
  { schema, noun }: NamedConfigKind<T, never>,
  file: string,
): Promise<T> {
  const { readJsonFile } = await import('../ground/json-file.ts')
  return readJsonFile(file, await schema(), `a ${noun}`)
}

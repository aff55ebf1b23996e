import {
  type ConfigFolders,
  listNamed,
  loadNamed,
  type NamedConfig,
  type NamedConfigKind,
} from './named-config.ts'
import type { Preset } from './preset-schema.ts'

const kind: NamedConfigKind<Preset> = {
  folder: 'presets',
  noun: 'preset',
  schema: async () => (await import('./preset-schema.ts')).presetSchema,
}

/** Every preset: the built-in ones, and those in `presets/` of the given folders. */
export function listPresets(folders?: ConfigFolders): Promise<NamedConfig<Preset>[]> {
  return listNamed(kind, folders)
}

/**
 * A preset by name, or by the path of a user's own file.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export function loadPreset(nameOrPath: string, folders?: ConfigFolders): Promise<NamedConfig<Preset>> {
  return loadNamed(kind, nameOrPath, folders)
}

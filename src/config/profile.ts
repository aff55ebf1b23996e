import {
  type ConfigFolders,
  listNamed,
  loadNamed,
  type NamedConfig,
  type NamedConfigKind,
} from './named-config.ts'
import { limitsOfShipped, type ShippedLimits } from './profile-limits.ts'
import type { Profile } from './profile-schema.ts'

const kind: NamedConfigKind<Profile, Profile & { readonly limits: ShippedLimits }> = {
  folder: 'profiles',
  noun: 'profile',
  schema: async () => (await import('./profile-schema.ts')).profileSchema,
  ofShipped: (json) => ({ ...json, limits: limitsOfShipped(json.limits) }),
}

/** Every profile: the built-in ones, and those in `profiles/` of the given folders. */
export function listProfiles(folders?: ConfigFolders): Promise<NamedConfig<Profile>[]> {
  return listNamed(kind, folders)
}

/**
 * A profile by name, or by the path of a user's own file.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export function loadProfile(nameOrPath: string, folders?: ConfigFolders): Promise<NamedConfig<Profile>> {
  return loadNamed(kind, nameOrPath, folders)
}

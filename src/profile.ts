import { z } from 'zod'
import { durationSchema } from './duration.ts'
import {
  type ConfigFolders,
  listNamed,
  loadNamed,
  type NamedConfig,
  type NamedConfigKind,
} from './named-config.ts'
import { configNameSchema, sourceSchema } from './preset.ts'
import { loadOptionsSchema } from './runtime-options.ts'

const keepAliveForm = 'seconds as a number, or text with a unit as "30m"; -1 keeps the model loaded'

/**
 * How long the model stays loaded after the last request, as the runtime takes it: seconds as a number, or text with a unit.
 * The runtime answers 400 to a number in quotes (Ollama v0.32.15), so that is refused here.
 */
export const keepAliveSchema = z.union(
  [z.int(), z.string().regex(/^-?(\d+(\.\d+)?(ms|s|m|h))+$/, keepAliveForm)],
  keepAliveForm,
)

/** How long each step of a sample may take, and how much a sample may write. Files hold durations as text, `"10m"`. */
export const limitsSchema = z
  .strictObject({
    load: durationSchema,
    firstPart: durationSchema,
    idle: durationSchema,
    total: durationSchema,
    maxTokens: z.int().min(1).exactOptional(),
    maxThinkingTokens: z.int().min(1).exactOptional(),
  })
  .transform(({ load, firstPart, idle, total, ...tokens }) => ({
    /** Loading the model before the first sample, in milliseconds. Giving up on it aborts the load, so it is long. */
    loadMs: load,
    /** From the request to the first part, in milliseconds: queue, load and reading the prompt; the runtime is silent meanwhile. */
    firstPartMs: firstPart,
    /** Longest silence after the first part, in milliseconds. Thinking counts as life. */
    idleMs: idle,
    /** From the first part to the end, in milliseconds. */
    totalMs: total,
    ...tokens,
  }))

export const profileSchema = z.strictObject({
  name: configNameSchema,
  /** What machine it is for, with the arithmetic behind window and slots. */
  why: z.string().min(1),
  source: sourceSchema,
  /** Address of the runtime; absent: `OLLAMA_HOST`, or this machine. */
  host: z.string().min(1).exactOptional(),
  /** Samples drawn at once. More than the runtime's `OLLAMA_NUM_PARALLEL` (1 unless set) only makes them wait there. */
  slots: z.int().min(1).max(512),
  keep_alive: keepAliveSchema,
  /** Load-time options in the runtime's own key names; frozen for a run. */
  options: loadOptionsSchema,
  limits: limitsSchema,
})

/** How one machine runs the model: window, slots, limits of time. */
export type Profile = z.infer<typeof profileSchema>

const kind: NamedConfigKind<typeof profileSchema> = {
  folder: 'profiles',
  noun: 'profile',
  schema: profileSchema,
}

/** Every profile: the built-in ones, and those in `profiles/` of the given folders. */
export function listProfiles(folders?: ConfigFolders): NamedConfig<Profile>[] {
  return listNamed(kind, folders)
}

/**
 * A profile by name, or by the path of a user's own file.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export function loadProfile(nameOrPath: string, folders?: ConfigFolders): NamedConfig<Profile> {
  return loadNamed(kind, nameOrPath, folders)
}

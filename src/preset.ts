import { z } from 'zod'
import {
  type ConfigFolders,
  listNamed,
  loadNamed,
  type NamedConfig,
  type NamedConfigKind,
} from './named-config.ts'
import { samplingOptionsSchema } from './runtime-options.ts'

/** A name of a preset, profile or model card. */
export const configNameSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words and digits joined by hyphens')

/** Where figures and settings come from: an address, or `own`. */
export const sourceSchema = z.union([z.url(), z.literal('own')], 'an address, or "own"')

/** Thinking as the runtime takes it: on or off, or a level where the model knows levels. */
export const thinkSchema = z.union(
  [z.boolean(), z.enum(['low', 'medium', 'high', 'max'])],
  'true, false, "low", "medium", "high" or "max"',
)

export const presetSchema = z.strictObject({
  name: configNameSchema,
  /** What it is for, in a sentence or two. */
  why: z.string().min(1),
  source: sourceSchema,
  /** Absent: the model decides. Sent only to models that list the capability. */
  think: thinkSchema.exactOptional(),
  /** In the runtime's own key names, always complete; load-time options belong to the profile. */
  options: samplingOptionsSchema,
  /** Added to the model's own system text, never in its place. */
  note: z.string().min(1).exactOptional(),
  /** Most thinking tokens of one sample; absent: what the output limit leaves (see limits.ts). */
  maxThinkingTokens: z.int().min(1).exactOptional(),
})

/** A named way of sampling: what is sent to the model beside the prompt, why, and who says so. */
export type Preset = z.infer<typeof presetSchema>

const kind: NamedConfigKind<typeof presetSchema> = { folder: 'presets', noun: 'preset', schema: presetSchema }

/** Every preset: the built-in ones, and those in `presets/` of the given folders. */
export function listPresets(folders?: ConfigFolders): NamedConfig<Preset>[] {
  return listNamed(kind, folders)
}

/**
 * A preset by name, or by the path of a user's own file.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export function loadPreset(nameOrPath: string, folders?: ConfigFolders): NamedConfig<Preset> {
  return loadNamed(kind, nameOrPath, folders)
}

import { z } from 'zod'
import { schemaOf } from './form-schema.ts'
import { samplingOptionsSchema } from './runtime-options.ts'
import { think } from './setting-form.ts'

/** A name of a preset, profile or model card. */
export const configNameSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words and digits joined by hyphens')

/** Where figures and settings come from: an address, or `own`. */
export const sourceSchema = z.union([z.url(), z.literal('own')], 'an address, or "own"')

/** A file of `presets/`. */
export const presetSchema = z.strictObject({
  name: configNameSchema,
  /** What it is for, in a sentence or two. */
  why: z.string().min(1),
  source: sourceSchema,
  /** Absent: the model decides. Sent only to models that list the capability. */
  think: schemaOf(think).exactOptional(),
  /** In the runtime's own key names, always complete; load-time options belong to the profile. */
  options: samplingOptionsSchema,
  /** Added to the model's own system text, never in its place. */
  note: z.string().min(1).exactOptional(),
  /** Most thinking tokens of one sample; absent: what the output limit leaves (see limits.ts). */
  maxThinkingTokens: z.int().min(1).exactOptional(),
})

/** A named way of sampling: what is sent to the model beside the prompt, why, and who says so. */
export type Preset = z.infer<typeof presetSchema>

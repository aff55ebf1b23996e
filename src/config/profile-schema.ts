import { z } from 'zod'
import { loopSchema } from '../guard/schema.ts'
import { schemaOf } from './form-schema.ts'
import { configNameSchema, sourceSchema } from './preset-schema.ts'
import { limitsOf } from './profile-limits.ts'
import { loadOptionsSchema } from './runtime-options.ts'
import { duration, keepAlive } from './setting-form.ts'

/** How long each step of a sample may take, and how much a sample may write. Files hold durations as text, `"10m"`. */
export const limitsSchema = z
  .strictObject({
    load: schemaOf(duration),
    firstPart: schemaOf(duration),
    idle: schemaOf(duration),
    total: schemaOf(duration),
    maxTokens: z.int().min(1).exactOptional(),
    maxThinkingTokens: z.int().min(1).exactOptional(),
    /** Settings of the loop guard; `false` switches it off. */
    loop: loopSchema.or(z.literal(false)).exactOptional(),
  })
  .transform(limitsOf)

/** What `magi tune` measured on the machine of a profile. */
export const measuredRatesSchema = z.strictObject({
  /** When. */
  at: z.iso.datetime(),
  model: z.string().min(1),
  digest: z.string().min(1),
  /** Tokens a second of all samples together, by how many are drawn at once, ascending. */
  rates: z
    .array(z.strictObject({ slots: z.int().min(1), tokensPerSecond: z.number().positive() }))
    .min(1)
    .readonly(),
})

/** A file of `profiles/`. */
export const profileSchema = z.strictObject({
  name: configNameSchema,
  /** What machine it is for, with the arithmetic behind window and slots. */
  why: z.string().min(1),
  source: sourceSchema,
  /** Address of the runtime; absent: `OLLAMA_HOST`, or this machine. */
  host: z.string().min(1).exactOptional(),
  /** Samples drawn at once. More than the runtime's `OLLAMA_NUM_PARALLEL` (1 unless set) only makes them wait there. */
  slots: z.int().min(1).max(512),
  /** How long the model stays loaded after the last request; absent: as the runtime was told. */
  keep_alive: schemaOf(keepAlive).exactOptional(),
  /** Load-time options in the runtime's own key names; frozen for a run. */
  options: loadOptionsSchema,
  limits: limitsSchema,
  measured: measuredRatesSchema.exactOptional(),
})

/** How one machine runs the model: window, slots, limits of time. */
export type Profile = z.infer<typeof profileSchema>

import { z } from 'zod'
import { configNameSchema, sourceSchema } from './preset-schema.ts'

const text = z.string().min(1)

const patternSchema = z.string().refine((pattern) => {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}, 'a regular expression')

const scoreSchema = z.strictObject({
  /** Of which model, where it is not the card's own: a relative, for comparison. */
  model: text.exactOptional(),
  benchmark: text,
  /** `pass@1`, `maj@64`: how many samples stand behind one answer. */
  metric: z.string().regex(/^(pass|maj)@[1-9]\d*$/, 'pass@k or maj@k'),
  percent: z.number().min(0).max(100),
  source: sourceSchema,
})

/** A file of `models/`. */
export const modelCardSchema = z.strictObject({
  name: configNameSchema,
  title: text,
  source: sourceSchema,
  /** Release, as the names of its files say it (`2506`); absent on cards that stand for many models. */
  version: text.exactOptional(),
  /** What makes an installed model one of this card; a card with neither `match` nor names takes what no other takes. */
  match: z
    .strictObject({
      /** Pattern of the model's name, in lower case, without registry and tag. Cards of one pattern are one family. */
      name: patternSchema,
      /** How the name says the version; a name that says another one is another card's. */
      versions: z.array(text).exactOptional(),
      /** Takes every model that lists the capability `thinking`, whatever its name. */
      anyThinking: z.boolean().exactOptional(),
    })
    .exactOptional(),
  /** Names it is installed under, in the order to try them. */
  names: z.array(text),
  /** What to pull or import where it is not installed. */
  pull: text.exactOptional(),
  thinkTags: z.strictObject({ open: text, close: text }),
  vision: z.boolean().exactOptional(),
  /** Recommended window, in tokens. */
  window: z.int().min(1).exactOptional(),
  sampling: z
    .strictObject({ temperature: z.number(), top_p: z.number(), source: sourceSchema })
    .exactOptional(),
  answer: z.strictObject({
    /** How the model is asked to mark its answer: `line` begins with words, `boxed` is `\boxed{}`. */
    marker: z.enum(['line', 'boxed']),
    /** Added to the prompt of a vote, so that the answer can be found. */
    instruction: text,
    /** Opens the answer that is forced out after a trip; the model goes on from there. */
    opening: z.string().min(1),
  }),
  /** Whether to ask for thinking where the model lists the capability. */
  thinkByDefault: z.boolean(),
  /** Whether the model thinks only because its system text tells it to: then `--system` may switch thinking off. */
  thinkingNeedsSystem: z.boolean(),
  /** System text to send where the model brings none of its own; written for Magi. */
  system: text.exactOptional(),
  /** Published figures, never Magi's own. */
  scores: z.array(scoreSchema),
})

/** What is known of a model version. */
export type ModelCard = z.infer<typeof modelCardSchema>

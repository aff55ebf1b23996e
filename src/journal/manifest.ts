import { z } from 'zod'
import { askedKindSchema } from '../answer/schema.ts'
import { limitsSchema } from '../guard/schema.ts'
import { policyShape } from '../vote/policy-schema.ts'
import { checksumName } from './checksum.ts'

const record = z.record(z.string(), z.unknown())

/** One of several hosts of a run. */
const runHostSchema = z.object({
  /** Its address, without credentials. */
  url: z.string(),
  slots: z.int().min(1),
  /** Version of its runtime; absent where it did not answer when the run was begun. */
  version: z.string().optional(),
  /** Name of the model there. */
  model: z.string().optional(),
})

/** One of several hosts of a run. */
export type RunHost = z.infer<typeof runHostSchema>

/** What a run was begun with: everything that resume must find unchanged, and what a reader wants to know of it. */
export const manifestSchema = z.object({
  schema: z.literal('magi.run/1'),
  /** What every line of the journal ends with, so that a changed or removed one is told; absent in older runs, whose lines have nothing of it. */
  checksum: z.literal(checksumName).optional(),
  runId: z.string(),
  command: z.enum(['vote', 'bench']),
  createdAt: z.iso.datetime(),
  magiVersion: z.string(),
  /** The command as it was typed, without credentials. */
  commandLine: z.string().optional(),
  /** Of several hosts the first that answered. */
  runtime: z.object({ host: z.string(), version: z.string() }),
  /** Where samples are drawn; absent where there is one host. */
  hosts: z.array(runHostSchema).min(2).optional(),
  /** `template`: digest of what makes a prompt, where it had to be the same on several hosts. */
  model: z.object({
    name: z.string(),
    digest: z.string(),
    card: z.string(),
    template: z.string().optional(),
  }),
  /** The messages, options and think of the requests; for `bench` without the problems' own text. */
  request: z.object({
    messages: z.array(record),
    options: record,
    think: z.unknown().optional(),
    format: z.unknown().optional(),
  }),
  preset: z.string(),
  profile: z.string(),
  /** How long the model was to stay loaded after each request; absent: as the runtime was told. */
  keepAlive: z.union([z.string(), z.number()]).optional(),
  slots: z.int().min(1),
  /** The rate that `magi tune` measured for as many slots on this model, in tokens a second of all samples together. */
  tuned: z.object({ at: z.iso.datetime(), tokensPerSecond: z.number().positive() }).optional(),
  /** Longest wait for the model to load, in milliseconds. */
  loadMs: z.number().positive(),
  /** Seed of sample 0; sample i has base + i. */
  seedBase: z.int().min(0),
  /** How it votes. */
  ...policyShape,
  /** What n was before the run grew, oldest first; absent where it never did. Seeds are told by the first. */
  grownFrom: z.array(z.int().min(1)).min(1).optional(),
  answer: z.object({
    kind: askedKindSchema,
    choices: z.array(z.string()).readonly().optional(),
    language: z.string().optional(),
    marker: z.string().optional(),
  }),
  limits: limitsSchema,
  /** What happens after a trip. */
  onTrip: z.enum(['force', 'retry', 'drop']),
  /** How often a sample may be asked for, and under `retry` drawn, in all. */
  maxAttempts: z.int().min(1).optional(),
  /** One budget for the whole set, in place of n for each problem. */
  budget: z
    .object({
      mean: z.number().optional(),
      samples: z.int().optional(),
      tokens: z.int().optional(),
      timeMs: z.number().optional(),
    })
    .optional(),
  dataset: z
    .object({
      path: z.string(),
      fields: z.record(z.string(), z.string()),
      format: z.string().optional(),
      choiceSeed: z.int(),
      selection: record,
      template: z.string().optional(),
      /** Digest of the problems as asked, in order. */
      hash: z.string(),
      problems: z.int().min(1),
      /** Digest of the prompts as sent. */
      prompts: z.string(),
    })
    .optional(),
})

/** What a run was begun with. */
export type Manifest = z.infer<typeof manifestSchema>

import { z } from 'zod'
import type { Immutable } from '../ground/immutable.ts'

const interval = z.tuple([z.number(), z.number()])

const differenceSchema = z.strictObject({
  /** Of the first run, over the problems both have. */
  first: z.number(),
  second: z.number(),
  /** Second minus first. */
  difference: z.strictObject({
    mean: z.number(),
    standardError: z.number().min(0).exactOptional(),
    interval: interval.exactOptional(),
    problems: z.int().min(1),
  }),
  /** Problems on which the second run is better. */
  wins: z.int().min(0),
  losses: z.int().min(0),
  level: z.int().min(0),
  /** Two-sided, of the mean difference: sign-flip permutation test by problem; McNemar's exact test for votes. */
  pValue: z.number().min(0).max(1),
})

/** What `magi runs compare --json` prints. Field names are API. */
export const comparisonSchema = z.strictObject({
  schema: z.literal('magi.comparison/1'),
  first: z.string(),
  second: z.string(),
  problems: z.int().min(0),
  leftOut: z.int().min(0),
  passAt1: differenceSchema.exactOptional(),
  vote: differenceSchema.exactOptional(),
  majAtK: z.array(differenceSchema.extend({ k: z.int().min(1) })),
  equalTokens: z.array(
    z.strictObject({
      firstK: z.int().min(1),
      firstTokens: z.number().min(0),
      secondK: z.int().min(1),
      secondTokens: z.number().min(0),
      majority: differenceSchema,
    }),
  ),
  absent: z.array(z.strictObject({ figure: z.string(), reason: z.string() })),
})

/** What `magi runs compare --json` prints. */
export type ComparisonJson = Immutable<z.infer<typeof comparisonSchema>>

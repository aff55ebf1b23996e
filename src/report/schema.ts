import { z } from 'zod'
import type { Immutable } from '../ground/immutable.ts'

const share = z.number().min(0).max(1)
const interval = z.tuple([z.number(), z.number()])

const estimateSchema = z.strictObject({
  mean: z.number(),
  /** Clustered by problem; absent with a single problem. */
  standardError: z.number().min(0).exactOptional(),
  /** 95 % bootstrap percentile interval over problems. */
  interval: interval.exactOptional(),
  /** 95 % interval for these problems, their samples drawn anew. */
  sameProblems: interval.exactOptional(),
  problems: z.int().min(1),
})

const shareAtKSchema = z.strictObject({
  k: z.int().min(1),
  mean: share,
  standardError: z.number().min(0).exactOptional(),
  /** What simulating adds to the standard error; absent where every value is exact. */
  simulationError: z.number().min(0).exactOptional(),
  interval: interval.exactOptional(),
  sameProblems: interval.exactOptional(),
  problems: z.int().min(1),
})

const fieldFigureSchema = z.strictObject({ mean: share, interval: interval.readonly().exactOptional() })

const fieldSchema = z.strictObject({
  /** With the places of items left out: `items[].price`. */
  path: z.string(),
  graded: z.int().min(1),
  /** Mean share of the ballots for what led. */
  share,
  passAt1: fieldFigureSchema.exactOptional(),
  majAtK: z
    .strictObject({ k: z.int().min(1), mean: share, interval: interval.readonly().exactOptional() })
    .exactOptional(),
  voteAccuracy: fieldFigureSchema.exactOptional(),
  /** JSON texts; absent where the field is not there. */
  confused: z
    .array(
      z.strictObject({
        gold: z.string().exactOptional(),
        said: z.string().exactOptional(),
        samples: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
})

const sourceSchema = z.strictObject({
  /** The run id, or the name of the trace file. */
  source: z.string(),
  model: z.string().exactOptional(),
  dataset: z.string().exactOptional(),
  /** `true` where the answers were played, not drawn from a model. */
  simulated: z.literal(true).exactOptional(),
  problems: z.int().min(0),
  samples: z.int().min(0),
  passAt1: estimateSchema.exactOptional(),
  passAtK: z.array(shareAtKSchema),
  /** Chance that all of k samples are right. */
  passAllK: z.array(shareAtKSchema),
  majAtK: z.array(shareAtKSchema),
  weightedMajAtK: z.array(shareAtKSchema),
  voteAccuracy: estimateSchema.exactOptional(),
  answerRate: estimateSchema.exactOptional(),
  truncationRate: estimateSchema.exactOptional(),
  loopRate: estimateSchema.exactOptional(),
  tripRate: estimateSchema.exactOptional(),
  failureRate: estimateSchema.exactOptional(),
  samplesPerProblem: estimateSchema.exactOptional(),
  tokensPerProblem: estimateSchema.exactOptional(),
  tokensPerCorrectSample: estimateSchema.exactOptional(),
  tokensPerCorrectVote: estimateSchema.exactOptional(),
  secondsPerCorrectSample: estimateSchema.exactOptional(),
  secondsPerCorrectVote: estimateSchema.exactOptional(),
  /** Every figure that is not given, with the reason. */
  absent: z.array(z.strictObject({ figure: z.string(), reason: z.string() })),
  /** Figures somebody else published. */
  published: z.array(
    z.strictObject({
      benchmark: z.string(),
      metric: z.string(),
      percent: z.number(),
      source: z.string(),
      model: z.string().exactOptional(),
    }),
  ),
  notes: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
  /** The fields of its answers, where these were graded field by field. */
  fields: z.array(fieldSchema).readonly().exactOptional(),
})

/** What `magi report --format json` prints. Field names are API. */
export const runReportSchema = z.strictObject({
  schema: z.literal('magi.report/1'),
  title: z.string(),
  createdAt: z.iso.datetime(),
  magiVersion: z.string(),
  sources: z.array(sourceSchema),
})

/** What `magi report --format json` prints. */
export type RunReportJson = Immutable<z.infer<typeof runReportSchema>>

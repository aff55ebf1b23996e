import { z } from 'zod'

const share = z.number().min(0).max(1)

/** What one rule, N, number of slots and schedule would have done on one source. A field that does not apply is absent. */
export const simulationRowSchema = z.strictObject({
  /** A trace file or run. */
  source: z.string().exactOptional(),
  /** In place of `source`: the row counts the questions of every source together. */
  allSources: z.literal(true).exactOptional(),
  /** The stop rule as it was written; `budget mean=8` or `uniform mean=8` where a budget was spent on a whole set. */
  rule: z.string(),
  /** Samples asked for, N. */
  n: z.int().min(1),
  slots: z.int().min(1),
  /** Absent for a budget. */
  schedule: z.enum(['eager', 'lookahead']).exactOptional(),
  /** Questions with at least N recorded samples. */
  questions: z.int().min(1),
  /** Samples drawn to their end, for each question. */
  samplesMean: z.number().min(0),
  /** Share of questions with the same outcome as all N samples under the same tie policy. */
  agreement: share,
  /** Share of the questions with a known answer whose vote was won by it. A tie is not won. */
  accuracy: share.optional(),
  /** The same for all N samples. */
  accuracyFixed: share.optional(),
  /** Tokens generated, cancelled samples included, as a share of those of all N samples. */
  tokensShare: z.number().min(0).optional(),
  /** Wall time as a share of that of all N samples on the same slots, all slots equally fast. */
  timeShare: z.number().min(0).optional(),
})

/** One row of a simulation. */
export type SimulationRow = z.infer<typeof simulationRowSchema>

/** What `magi runs simulate --json` prints. Field names are API. */
export const simulationReportSchema = z.strictObject({
  schema: z.literal('magi.simulation/1'),
  rows: z.array(simulationRowSchema),
})

/** What `magi runs simulate --json` prints. */
export type SimulationReport = z.infer<typeof simulationReportSchema>

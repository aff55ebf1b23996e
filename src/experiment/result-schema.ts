import { z } from 'zod'
import { voteOutcomeSchema, voteReportSchema } from '../vote/schema.ts'

const count = z.int().min(0)

/** `result.json` of `magi bench`: the votes when it ended or was stopped. */
export const benchResultSchema = z.object({
  schema: z.literal('magi.bench/1'),
  runId: z.string(),
  /** Samples that failed and were drawn once more at the end, by code. */
  redrawn: z.record(z.string(), count),
  /** Requests that were sent again, by code: the runtime was busy, restarting, or broke off before the first part. */
  sentAgain: z.record(z.string(), count).optional(),
  /** Why drawing stopped before its end; absent where it did not. */
  stopped: z.string().optional(),
  elapsedMs: z.number().min(0),
  problems: z.array(
    z.object({
      id: z.string(),
      vote: voteOutcomeSchema,
      samples: z.object({ drawn: count, cancelled: count }),
    }),
  ),
})

/** `result.json` of a run. */
export const runResultSchema = z.discriminatedUnion('schema', [voteReportSchema, benchResultSchema])

/** What a run came to when it last ended or was stopped. */
export type RunResult = z.infer<typeof runResultSchema>

/** One line of `magi runs list --json`. A field that does not apply is absent. */
export const runSummarySchema = z.strictObject({
  runId: z.string(),
  folder: z.string(),
  command: z.enum(['vote', 'bench']),
  createdAt: z.string(),
  model: z.string(),
  /** The prompt of a vote. */
  prompt: z.string().exactOptional(),
  /** The dataset of an experiment, and how many problems it has. */
  dataset: z.string().exactOptional(),
  problems: count.exactOptional(),
  /** Samples asked for, of each problem. */
  n: z.int().min(1),
  /** `ended`: it has a result. `unfinished`: it was stopped before its end. `being-written`: a living process holds it. */
  state: z.enum(['ended', 'unfinished', 'being-written']),
  /** Samples drawn, as the result says. */
  drawn: count.exactOptional(),
  /** Records in the journal, where there is no result. */
  recorded: count.exactOptional(),
  /** How many votes ended in which way: one in all for a vote, one a problem for an experiment. */
  votes: z.strictObject({ won: count, tied: count, short: count, 'no-answers': count }).exactOptional(),
  /** The answer of a vote that was won. */
  answer: z.string().exactOptional(),
})

/** What `magi runs list` says of one run. */
export type RunSummary = z.infer<typeof runSummarySchema>

/** What `magi runs list --json` prints. */
export const runListSchema = z.strictObject({
  schema: z.literal('magi.runs/1'),
  /** Oldest first. */
  runs: z.array(runSummarySchema),
})

/** What `magi runs verify --json` prints. */
export const verificationSchema = z.strictObject({
  schema: z.literal('magi.verification/1'),
  runId: z.string().exactOptional(),
  folder: z.string(),
  /** Whether no finding is worse than a note. */
  ok: z.boolean(),
  /** Lines of the journal that are samples. */
  samples: count,
  findings: z.array(
    z.strictObject({
      /** `broken` is damage; a `note` is what a stop or a later version explains. */
      level: z.enum(['broken', 'note']),
      /** A file of the run folder. */
      file: z.string(),
      line: z.int().min(1).exactOptional(),
      /** `problem/index`. */
      key: z.string().exactOptional(),
      text: z.string(),
    }),
  ),
})

/** What was found in a run folder. */
export type Verification = z.infer<typeof verificationSchema>
/** One thing that `magi runs verify` found in a run. */
export type Finding = Verification['findings'][number]

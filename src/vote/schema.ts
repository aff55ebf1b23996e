import { z } from 'zod'
import { noAnswerReasons } from '../answer/answer.ts'
import { answerKindSchema } from '../answer/schema.ts'
import type { Immutable } from '../ground/immutable.ts'
import { tieBreaks, type VoteFigures } from './vote.ts'

const count = z.int().min(0)
const share = z.number().min(0).max(1)
const abstainReason = z.enum([...noAnswerReasons, 'forced'])

const support = {
  votes: z.int().min(1),
  ballots: z.int().min(1),
  share,
  shareInterval: z.tuple([share, share]),
}

const fieldVote = z.strictObject({
  /** `party`, `parties[0].name`; `$` for the whole answer, `tags[]` for an element that did not get in. */
  path: z.string(),
  type: z.enum(['won', 'tied', 'short', 'no-answers']),
  required: z.boolean(),
  /** Absent where the field is not there, or nothing was said of it. */
  value: z.unknown().exactOptional(),
  votes: count,
  ballots: count,
  share,
  shareInterval: z.tuple([share, share]).readonly(),
  samples: z.array(count).readonly(),
  others: z
    .array(
      z.strictObject({
        value: z.unknown().exactOptional(),
        votes: z.int().min(1),
        samples: z.array(count).min(1).readonly(),
      }),
    )
    .readonly(),
})

/** What a vote by fields has beside: the support is that of the required field with the smallest share. */
const byFields = {
  fields: z.array(fieldVote).readonly().exactOptional(),
  assembly: z
    .strictObject({
      /** What the fields elected, or what the sample wrote that agrees with them in most. */
      from: z.enum(['fields', 'medoid']),
      why: z.enum(['coherent', 'does-not-fit']).exactOptional(),
      medoid: count,
      /** Samples that wrote exactly the answer. */
      exact: z.array(count).readonly(),
      /** Required fields that are not won. */
      undecided: z.array(z.string()).readonly(),
      prose: z.array(z.strictObject({ path: z.string(), value: z.unknown(), sample: count })).readonly(),
      items: z
        .array(
          z.strictObject({
            path: z.string(),
            by: z.enum(['schema', 'found', 'matched']),
            key: z.array(z.string()).readonly().exactOptional(),
          }),
        )
        .readonly(),
      /** What of the schema was voted as a whole. */
      wholes: z.array(z.strictObject({ at: z.string(), keyword: z.string() })).readonly(),
    })
    .exactOptional(),
}

/** The outcome of a vote, as in `magi.vote/1`. */
export const voteOutcomeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('won'),
    answer: z.string(),
    kind: answerKindSchema,
    ...support,
    ...byFields,
    /** Where others had as many votes: which, and why this one was taken. */
    tie: z.strictObject({ answers: z.array(z.string()).min(1), brokenBy: z.enum(tieBreaks) }).exactOptional(),
  }),
  z.strictObject({ type: z.literal('tied'), answers: z.array(z.string()).min(2), ...support }),
  z.strictObject({
    type: z.literal('short'),
    answer: z.string(),
    kind: answerKindSchema,
    ...support,
    drawn: count,
    /** Absent only of a vote by fields that ran short otherwise. */
    quorum: share.exactOptional(),
    ...byFields,
  }),
  z.strictObject({
    type: z.literal('no-answers'),
    drawn: count,
    abstained: z.partialRecord(abstainReason, count),
  }),
]) satisfies z.ZodType<VoteFigures>

/** What `magi vote --json` prints: one vote, its clusters, and what it cost. Field names are API. */
export const voteReportSchema = z.strictObject({
  schema: z.literal('magi.vote/1'),
  runId: z.string(),
  model: z.strictObject({
    name: z.string(),
    digest: z.string().optional(),
    card: z.string().optional(),
  }),
  vote: voteOutcomeSchema,
  /** By weight, heaviest first; equal weights by the smallest launch index. */
  clusters: z.array(
    z.strictObject({
      answer: z.string(),
      votes: z.int().min(1),
      weight: z.number().positive(),
      spellings: z.array(z.string()).min(1),
      samples: z.array(count).min(1),
    }),
  ),
  samples: z.strictObject({
    /** Samples asked for, with those that an extended tie added. */
    asked: count,
    /** finished + tripped + failed. */
    drawn: count,
    finished: count,
    tripped: count,
    failed: count,
    cancelled: count,
    forced: count,
    /** drawn - ballots. */
    withoutAnswer: count,
  }),
  stop: z.strictObject({
    /** The rule as it was written. */
    rule: z.string(),
    /** Upper bound, at most 1, of the chance that drawing all samples would have given another winner. */
    risk: share,
    /** asked - drawn - cancelled. */
    saved: count,
  }),
  /** Totals over all samples, cancelled ones included. */
  tokens: z.strictObject({ prompt: count, output: count, thinking: count }),
  elapsedMs: z.number().min(0),
})

/** What `magi vote --json` prints. */
export type VoteReport = Immutable<z.infer<typeof voteReportSchema>>

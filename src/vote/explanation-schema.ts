import { z } from 'zod'
import { noAnswerReasons } from '../answer/answer.ts'

const count = z.int().min(0)

const readingReasonSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('only-reading') }),
  z.strictObject({ type: z.literal('majority'), votes: count, next: count }),
  z.strictObject({ type: z.literal('shared-reading') }),
  z.strictObject({ type: z.literal('literal') }),
])

/** Why one sample was counted as it was. */
export const sampleExplanationSchema = z.strictObject({
  index: count,
  attempt: z.int().min(1),
  ballot: z.discriminatedUnion('type', [
    /** Its vote went to the cluster at this place. */
    z.strictObject({ type: z.literal('counted'), cluster: count }),
    z.strictObject({ type: z.literal('abstained'), reason: z.enum([...noAnswerReasons, 'forced']) }),
    /** Stopped before its end: no ballot at all. */
    z.strictObject({ type: z.literal('cancelled') }),
  ]),
  /** The answer that was extracted, and by which rule. */
  answer: z.string().exactOptional(),
  by: z.string().exactOptional(),
  /** The rules that were tried on its answer text, in order; none where it was not searched. */
  steps: z.array(
    z.strictObject({
      rule: z.string(),
      about: z.string(),
      /** Absent where the rule found nothing. */
      found: z
        .union([z.literal('truncated'), z.strictObject({ value: z.string(), span: z.tuple([count, count]) })])
        .exactOptional(),
    }),
  ),
})

/** Why the answers in one cluster are one. */
export const clusterExplanationSchema = z.strictObject({
  answer: z.string(),
  /** Launch indexes of its samples, ascending. */
  samples: z.array(count).min(1),
  /** Most frequent first. */
  spellings: z.array(
    z.strictObject({
      spelling: z.string(),
      samples: z.array(count).min(1),
      /** The layer that joins it to the printed answer; `spelling` for that one itself. */
      joinedBy: z.string(),
      /** The reading it counts under, those it admits beside that one, and what decided. */
      reading: z.string(),
      otherReadings: z.array(z.string()),
      why: readingReasonSchema,
      /** The spelling that it rounds. */
      roundingOf: z.string().exactOptional(),
      /** The unit that it states. */
      unit: z.string().exactOptional(),
      /** The limit that it met: compared by its text alone. */
      limit: z.string().exactOptional(),
    }),
  ),
  /** What its answer alone is to that of the first cluster, by which layer; absent for that one. */
  besideLargest: z.strictObject({ same: z.boolean(), by: z.string() }).exactOptional(),
})

/** `explain.json` of a vote: why each sample was counted as it was, and why the clusters are what they are. Field names are API. */
export const voteExplanationSchema = z.strictObject({
  schema: z.literal('magi.explanation/1'),
  runId: z.string(),
  problem: z.string(),
  /** In launch order. */
  samples: z.array(sampleExplanationSchema),
  clusters: z.array(clusterExplanationSchema),
})

/** Why a vote came out as it did. */
export type VoteExplanation = z.infer<typeof voteExplanationSchema>
/** Why one sample was counted as it was. */
export type SampleExplanation = z.infer<typeof sampleExplanationSchema>

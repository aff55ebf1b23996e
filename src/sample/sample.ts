import { z } from 'zod'
import { noAnswerReasons } from '../answer/answer.ts'
import { answerKindSchema } from '../answer/schema.ts'
import { largestSeed } from '../ground/seed.ts'
import { failureCodes } from '../stream/part.ts'

const count = z.int().min(0)

/** How a sample ended. A guard trip is an outcome to count, not an error to throw. */
export const sampleEndSchema = z.discriminatedUnion('type', [
  /** `in-thinking`: the model stopped by itself before it had begun to answer, so that all of the sample is thinking. */
  z.object({ type: z.literal('finished'), reason: z.enum(['stop', 'length', 'in-thinking']) }),
  z.object({ type: z.literal('tripped'), guard: z.string(), detail: z.string() }),
  z.object({ type: z.literal('failed'), code: z.enum(failureCodes), message: z.string() }),
  z.object({ type: z.literal('cancelled'), why: z.string() }),
])

/** How a sample ended. */
export type SampleEnd = z.infer<typeof sampleEndSchema>

/** The answer of a sample, or why there is none. */
export const sampleAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('found'), value: z.string(), kind: answerKindSchema, by: z.string() }),
  z.object({ type: z.literal('none'), reason: z.enum(noAnswerReasons) }),
])

/** The answer a sample gave, as it can be counted. */
export type SampleAnswer = z.infer<typeof sampleAnswerSchema>

/** One draw, as the journal keeps it and `magi ask --json` prints it. Readers take unknown fields; writers write these. */
export const sampleSchema = z.object({
  schema: z.literal('magi.sample/1'),
  /** `problem/index`, unique in a run for each attempt. */
  key: z.string(),
  problem: z.string(),
  /** Place in the launch order of its problem, from 0. */
  index: count,
  seed: z.int().min(0).max(largestSeed),
  thinking: z.string(),
  /** The answer text, byte for byte as it came. */
  text: z.string(),
  answer: sampleAnswerSchema,
  end: sampleEndSchema,
  /** The answer text was forced out after a trip. */
  forced: z.boolean(),
  /** How the request ended that was to force an answer out; absent where none was sent. */
  forcedEnd: sampleEndSchema.optional(),
  tokens: z.object({
    prompt: count.optional(),
    output: count,
    thinking: count,
    /** Who counted `output`: the runtime, or Magi by the parts that came. */
    counted: z.enum(['runtime', 'parts']),
  }),
  timing: z.object({
    /** From the begin of the run to the request. Absent in runs that did not note it. */
    startedAtMs: z.number().min(0).optional(),
    /** From the request to the first part; absent where nothing came. */
    firstPartMs: z.number().min(0).optional(),
    elapsedMs: z.number().min(0),
    /** By arrival times, from the first part to the last. */
    tokensPerSecond: z.number().min(0).optional(),
  }),
  attempt: z.int().min(1),
  /** The slot that drew it, from 0. Absent in runs that did not note it. */
  slot: count.optional(),
  /** Address of the host that drew it, and the version of its runtime; absent where there was one host. */
  host: z.string().optional(),
  runtimeVersion: z.string().optional(),
})

/** One draw: text, ending, numbers. */
export type Sample = z.infer<typeof sampleSchema>

import { z } from 'zod'

/** What an interpreter says of itself once it is ready. */
export const readySchema = z.object({
  /** Whether it sees a network beside its own machine. */
  network: z.boolean(),
  pid: z.number(),
  mayWrite: z.boolean(),
  mayRead: z.boolean(),
})
export type Ready = z.infer<typeof readySchema>

const carriedOut = z.object({
  said: z.union([
    z.tuple([z.literal('value'), z.string()]),
    z.tuple([z.literal('exception'), z.string(), z.string(), z.number().nullable()]),
  ]),
  printed: z.string(),
})
export type CarriedOut = z.infer<typeof carriedOut>

/** What an interpreter says while it works at a job, one a line behind the nonce. */
export const frameSchema = z.union([
  z.object({ unparsable: z.string() }),
  z.object({ begin: z.union([z.number(), z.literal('load')]) }),
  z.object({ load: carriedOut }),
  z.object({ input: z.number(), outcome: carriedOut }),
  z.object({ over: z.literal('output') }),
  z.object({ failed: z.string() }),
  z.object({ end: z.literal(true) }),
])
export type Frame = z.infer<typeof frameSchema>

import { z } from 'zod'

const milliseconds = z.number().positive()
const tokens = z.int().positive()

/**
 * What one sample may take. A limit that is left out does not exist.
 *
 * `firstPartMs` counts from the request to the first part, `idleMs` between parts, `totalMs` from the first part to the end.
 */
export const limitsSchema = z.strictObject({
  firstPartMs: milliseconds.optional(),
  idleMs: milliseconds.optional(),
  totalMs: milliseconds.optional(),
  thinkingTokens: tokens.optional(),
  answerTokens: tokens.optional(),
  allTokens: tokens.optional(),
})

/** What one sample may take: times in milliseconds, counts in tokens. */
export type Limits = z.infer<typeof limitsSchema>

import { z } from 'zod'
import { loopDefaults } from './loop-settings.ts'

const milliseconds = z.number().positive()
const count = z.int().positive()

/** A whole number in a range, whose refusal says the range. */
const whole = (least: number, most: number) => {
  const wanted = `a whole number from ${least} to ${most}`
  return z.int(wanted).min(least, wanted).max(most, wanted)
}
const someRepeats = 'a whole number, 2 or more'
const someChars = 'a whole number, 1 or more'
const chars = z.int(someChars).min(1, someChars)
const someShare = 'a number above 0, up to 1'

/** The settings of one watched text: what is left out is the default, `false` switches a signal or the whole guard off. */
const watchedSchema = <D extends (typeof loopDefaults)['thinking' | 'answer']>({ period, nothingNew }: D) =>
  z
    .strictObject({
      period: z
        .strictObject({
          repeats: z.int(someRepeats).min(2, someRepeats).default(period.repeats),
          sentenceChars: chars.default(period.sentenceChars),
          wordChars: chars.default(period.wordChars),
          otherChars: chars.default(period.otherChars),
        })
        .or(z.literal(false))
        .default(period),
      nothingNew: z
        .strictObject({
          ngram: whole(1, 100).default(nothingNew.ngram),
          words: whole(1, 100_000).default(nothingNew.words),
          memory: whole(1, 100_000).default(nothingNew.memory),
          share: z.number(someShare).gt(0, someShare).max(1, someShare).default(nothingNew.share),
        })
        .or(z.literal(false))
        .default(nothingNew),
    })
    .or(z.literal(false))
    .default({ period, nothingNew })

/** The loop guard's settings for the thinking and the answer of a sample. */
export const loopSchema = z.strictObject({
  thinking: watchedSchema(loopDefaults.thinking),
  answer: watchedSchema(loopDefaults.answer),
})

/**
 * What one sample may take. A limit that is left out does not exist; the loop guard that is left out watches by its defaults.
 *
 * `firstPartMs` counts from the request to the first part, `idleMs` between parts, `totalMs` from the first part to the end.
 */
export const limitsSchema = z.strictObject({
  firstPartMs: milliseconds.optional(),
  idleMs: milliseconds.optional(),
  totalMs: milliseconds.optional(),
  thinkingTokens: count.optional(),
  answerTokens: count.optional(),
  allTokens: count.optional(),
  loop: loopSchema.or(z.literal(false)).optional(),
})

/** What one sample may take: times in milliseconds, counts in tokens. */
export type Limits = z.infer<typeof limitsSchema>

/** One line of recorded text, to be read for loops. Other keys are the owner's and are left alone. */
export const recordedTextSchema = z.looseObject({
  id: z.string().or(z.number()).optional(),
  text: z.string(),
})

/** What is said of one recorded text; `atChars` is the length up to which it had to be read, in UTF-16 code units. */
export const loopVerdictSchema = z.discriminatedUnion('tripped', [
  z.object({ id: z.string().or(z.number()), tripped: z.literal(false) }),
  z.object({
    id: z.string().or(z.number()),
    tripped: z.literal(true),
    signal: z.enum(['period', 'nothing-new']),
    atChars: count,
    detail: z.string(),
  }),
])

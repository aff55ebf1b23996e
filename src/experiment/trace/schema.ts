import { z } from 'zod'

const name = z.string().min(1)

/**
 * One line of a trace: one question and its recorded samples. Keys that are not named here (`chars`, `ppl`, `conf` …) are
 * kept out of the way.
 */
export const traceLineSchema = z
  .object({
    dataset: name,
    model: name,
    id: z.union([z.string(), z.int()]),
    /** The known answer; `null` or absent where there is none. */
    gold: z.union([z.string(), z.number()]).nullish(),
    /** The answers as extracted, in launch order; `null` where there was none. */
    answers: z.array(z.string().nullable()).min(1),
    /** The class of each answer; answers of one class are equivalent, and -1 abstains, whatever the text. */
    cls: z.array(z.int().min(-1)).min(1),
    /** The class of the known answer; `null` if no sample gave it. */
    gold_cls: z.int().min(0).nullish(),
    /** Tokens generated, for each sample. */
    tokens: z.array(z.number().min(0)).optional(),
  })
  .superRefine((line, context) => {
    const { answers, cls, tokens, gold_cls: goldClass } = line
    const sameLength = (key: string, length: number) => {
      if (length === answers.length) return
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `has ${length} entries for ${answers.length} answers`,
      })
    }
    sameLength('cls', cls.length)
    if (tokens !== undefined) sameLength('tokens', tokens.length)
    if (typeof goldClass === 'number' && !cls.includes(goldClass)) {
      context.addIssue({
        code: 'custom',
        path: ['gold_cls'],
        message: `names class ${goldClass}, which is not in cls`,
      })
    }
  })

/** One line of a trace. */
export type TraceLine = z.infer<typeof traceLineSchema>

import { z } from 'zod'
import { letterOfPosition } from '../answer/option-letters.ts'
import { askedKindSchema } from '../answer/schema.ts'

const filled = z.string().refine((text) => text.trim() !== '', 'text that is not empty')
const filledOrNumber = z.union([filled, z.number().transform(String)], 'text, or a number')

/** A problem, as a data set and the file `problems.json` of a run have it. */
export const problemSchema = z
  .strictObject({
    /** Unique in its set. */
    id: filledOrNumber,
    prompt: filled,
    /** The gold answer, or all that are accepted; absent where none is known. */
    answer: z
      .union(
        [filledOrNumber, z.array(filledOrNumber).min(1, 'one answer or more')],
        'an answer, or a list of them',
      )
      .exactOptional(),
    /** Kind of the answer; absent: told from the text. */
    kind: askedKindSchema.exactOptional(),
    /** Texts of the options, in order (A first); the answer is a letter then. */
    choices: z.array(filled).min(2, 'two options or more').max(26, '26 options at most').exactOptional(),
    /** Paths of image files, beside the file that holds the problem. */
    images: z.array(filled).exactOptional(),
    /** Language of the prompt (`en`, `pt-BR`), for decimal commas and number words. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag as "en" or "pt-BR"')
      .exactOptional(),
  })
  .superRefine((problem, context) => {
    if (problem.choices === undefined) return
    const last = letterOfPosition(problem.choices.length - 1)
    for (const answer of goldAnswers(problem)) {
      if (/^[A-Z]$/.test(answer) && answer <= last) continue
      context.addIssue({
        code: 'custom',
        path: ['answer'],
        message: `"${answer}" is no letter from A to ${last}`,
      })
    }
  })

/** A prompt with an id and, where known, its gold answers. */
export type Problem = z.infer<typeof problemSchema>

/** The problems of a set, in order. */
export const problemsSchema = z.array(problemSchema)

/** The gold answers of a problem; none where it has none. */
export function goldAnswers(problem: { readonly answer?: string | readonly string[] }): readonly string[] {
  if (problem.answer === undefined) return []
  return typeof problem.answer === 'string' ? [problem.answer] : problem.answer
}

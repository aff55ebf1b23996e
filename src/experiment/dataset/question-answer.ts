import { conversationNames, idNames, promptNames } from './field-names.ts'
import type { DatasetFormat } from './format.ts'
import { goldOfSolution } from './gold.ts'
import { type DatasetRecord, findField, isFilled } from './record.ts'

/** Whether some record has a field of each of these names; of names in a list, any one. */
export function haveFields(
  records: readonly DatasetRecord[],
  ...names: readonly (string | readonly string[])[]
): boolean {
  return records.some(({ fields }) =>
    names.every((name) => [name].flat().some((either) => findField(fields, either) !== undefined)),
  )
}

/**
 * Any list of questions, such as those of MathArena: `problem` or `question`, or chat rows (`messages`); perhaps an `answer`, perhaps an id. Without
 * an `answer` the `solution` is read for the one that it announces, as in MATH (Hendrycks et al. 2021, arXiv 2103.03874).
 */
export const questionAnswerFormat: DatasetFormat = {
  name: 'question-answer',
  recognises: (records) => haveFields(records, [...promptNames, ...conversationNames]),
  fields: {
    id: idNames,
    prompt: [...promptNames, ...conversationNames],
    answer: ['answer'],
    kind: ['kind'],
    choices: ['choices', 'options'],
    images: ['images'],
    language: ['language'],
  },
  alsoReads: ['solution'],
  refine(draft, { fields }) {
    const solution = fields[findField(fields, 'solution') ?? 'solution']
    if (draft.answer !== undefined || typeof solution !== 'string' || !isFilled(solution)) return { draft }
    const answer = goldOfSolution(solution, {})
    return answer === undefined
      ? { field: 'answer', wrong: 'no gold answer, and the solution announces none' }
      : { draft: { ...draft, answer }, announced: true }
  },
}

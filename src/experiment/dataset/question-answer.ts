import type { DatasetFormat } from './format.ts'
import { type DatasetRecord, findField } from './record.ts'

/** Names under which problem sets keep the text of a problem. */
export const promptNames = ['problem', 'question'] as const

/** Names under which they keep what tells problems apart. */
export const idNames = [
  'id',
  'unique_id',
  'problem_id',
  'question_id',
  'problem_idx',
  'idx',
  'index',
] as const

/** Whether some record has a field of each of these names; of names in a list, any one. */
export function haveFields(
  records: readonly DatasetRecord[],
  ...names: readonly (string | readonly string[])[]
): boolean {
  return records.some(({ fields }) =>
    names.every((name) => [name].flat().some((either) => findField(fields, either) !== undefined)),
  )
}

/** Any list of questions with answers, such as those of MathArena: `problem` or `question`, `answer`, perhaps an id. */
export const questionAnswerFormat: DatasetFormat = {
  name: 'question-answer',
  recognises: (records) => haveFields(records, promptNames, 'answer'),
  fields: {
    id: idNames,
    prompt: promptNames,
    answer: ['answer'],
    kind: ['kind'],
    choices: ['choices', 'options'],
    images: ['images'],
    language: ['language'],
  },
}

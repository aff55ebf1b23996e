import type { DatasetFormat } from './format.ts'
import { haveFields } from './question-answer.ts'

/**
 * MATH-500, the 500 test problems of MATH chosen by Lightman et al. 2023 (arXiv 2305.20050): `problem, solution, answer, subject, level, unique_id`.
 *
 * Answers are of every kind, so the kind is told from the text.
 */
export const math500Format: DatasetFormat = {
  name: 'math-500',
  recognises: (records) =>
    haveFields(records, 'problem', 'answer', 'unique_id') ||
    haveFields(records, 'problem', 'answer', 'subject', 'level'),
  fields: { id: ['unique_id', 'id'], prompt: ['problem'], answer: ['answer'] },
  alsoReads: ['subject', 'level'],
}

import { idNames } from './field-names.ts'
import type { DatasetFormat } from './format.ts'
import { haveFields } from './question-answer.ts'

/**
 * ARC, multiple choice for schools (Clark et al. 2018, arXiv 1803.05457): `id, question, choices, answerKey`, where `choices` is
 * `{"text": […], "label": […]}`, or `question` holds `stem` and `choices`. OpenBookQA (`question_stem`) and CommonsenseQA have the same shape. The key is
 * a label, which may be a letter or a number.
 */
export const arcFormat: DatasetFormat = {
  name: 'arc',
  recognises: (records) => haveFields(records, ['question', 'question_stem'], 'answerKey'),
  fields: {
    id: idNames,
    prompt: ['question_stem', 'question'],
    answer: ['answerKey'],
    choices: ['choices', 'options'],
  },
  kind: 'choice',
}

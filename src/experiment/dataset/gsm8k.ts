import type { DatasetFormat } from './format.ts'
import { haveFields } from './question-answer.ts'
import { findField } from './record.ts'

/**
 * GSM8K, grade-school word problems (Cobbe et al. 2021, arXiv 2110.14168): `question, answer`, where the answer is a worked solution that ends in
 * `#### n`. There is no id: problems are numbered from 1.
 */
export const gsm8kFormat: DatasetFormat = {
  name: 'gsm8k',
  recognises: (records) =>
    haveFields(records, 'question', 'answer') &&
    records.some(({ fields }) => String(fields[findField(fields, 'answer') ?? ''] ?? '').includes('####')),
  fields: { id: ['id'], prompt: ['question'], answer: ['answer'] },
  kind: 'number',
  refine(draft) {
    // Thousands are written with commas, sums of money with a dollar sign: the number is the gold.
    const gold = /####\s*\$?\s*(\S[^\n]*?)\s*$/
      .exec(String(draft.answer ?? '').trimEnd())?.[1]
      ?.replace(/(?<=\d),(?=\d{3})/g, '')
    return gold === undefined
      ? { field: 'answer', wrong: 'it does not end in "#### " and a number' }
      : { draft: { ...draft, answer: gold } }
  },
}

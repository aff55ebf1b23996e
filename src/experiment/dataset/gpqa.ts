import { letterOfPosition } from '../../answer/option-letters.ts'
import { randomSource, seedFrom, shuffled } from '../../ground/random.ts'
import type { DatasetFormat } from './format.ts'
import { haveFields } from './question-answer.ts'
import { findField } from './record.ts'

/** The options, the right one first. */
const names = ['Correct Answer', 'Incorrect Answer 1', 'Incorrect Answer 2', 'Incorrect Answer 3'] as const

/**
 * GPQA, multiple choice by experts (Rein et al. 2023, arXiv 2311.12022): `Question, Correct Answer, Incorrect Answer 1 … 3, Record ID`, and columns
 * about how the question was made.
 *
 * The file puts the right option first, so the options are shuffled: by the seed given and the id, which keeps the order of one problem the same
 * whatever else is in the file.
 */
export const gpqaFormat: DatasetFormat = {
  name: 'gpqa',
  recognises: (records) => haveFields(records, 'Question', ...names),
  fields: { id: ['Record ID', 'id'], prompt: ['Question'], answer: ['Correct Answer'] },
  kind: 'choice',
  alsoReads: names,
  refine(draft, { fields }, { choiceSeed }) {
    const texts = names.map((name) => String(fields[findField(fields, name) ?? ''] ?? '').trim())
    const empty = names.find((_, place) => texts[place] === '')
    if (empty === names[0]) return { field: 'answer', wrong: 'no gold answer' }
    if (empty !== undefined) return { field: 'choices', wrong: `"${empty}" is empty` }
    const places = shuffled(
      [0, 1, 2, 3],
      randomSource(seedFrom(choiceSeed, String(draft.id ?? draft.prompt))),
    )
    return {
      draft: {
        ...draft,
        answer: letterOfPosition(places.indexOf(0)),
        choices: places.map((place) => texts[place] ?? ''),
      },
    }
  },
}

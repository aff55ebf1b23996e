import { idNames, promptNames } from './field-names.ts'
import type { DatasetFormat, ProblemDraft, Refined } from './format.ts'
import { haveFields } from './question-answer.ts'
import { type DatasetRecord, findField } from './record.ts'

/** Fields in which a copy may say what it is one of. */
const sayingNames = ['id', 'url', 'year', 'part', 'contest', 'competition', 'source', 'dataset']

/**
 * The American Invitational Mathematics Examination: 30 problems a year, every answer a whole number from 0 to 999.
 *
 * Public copies differ: `id, problem, solution, answer, url, year` (HuggingFaceH4/aime_2024), `ID, Problem, Solution, Answer` (Maxwell-Jia/AIME_2024),
 * `problem_idx, problem, answer` (MathArena/aime_2025), `question, answer` (opencompass/AIME2025), and one with the answer only in the
 * `\boxed{}` of `solution` (math-ai/aime24). Recognised by answers that are all such numbers, and the word AIME or a year about them.
 */
export const aimeFormat: DatasetFormat = {
  name: 'aime',
  recognises: (records, path) =>
    haveFields(records, promptNames, ['answer', 'solution']) &&
    records.every((record) => goldOf(record) !== undefined) &&
    (/aime/i.test(path) || records.some(saysAime)),
  fields: { id: idNames, prompt: promptNames, answer: ['answer'] },
  kind: 'number',
  alsoReads: ['solution', ...sayingNames],
  refine: (draft: ProblemDraft, record: DatasetRecord): Refined => {
    const gold = goldOf(record)
    return gold === undefined
      ? { field: 'answer', wrong: 'no whole number from 0 to 999' }
      : { draft: { ...draft, answer: gold } }
  },
}

/** The gold answer without leading zeros: `025` is how a form is filled in, not a number of its own. */
function goldOf({ fields }: DatasetRecord): string | undefined {
  const answer = findField(fields, 'answer')
  const written =
    answer === undefined
      ? /\\boxed\{\s*(\d{1,3})\s*\}(?![\s\S]*\\boxed)/.exec(
          String(fields[findField(fields, 'solution') ?? ''] ?? ''),
        )?.[1]
      : String(fields[answer]).trim()
  return written !== undefined && /^\d{1,3}$/.test(written) ? String(Number(written)) : undefined
}

function saysAime({ fields }: DatasetRecord): boolean {
  return sayingNames.some((name) => {
    const field = findField(fields, name)
    return field !== undefined && /aime|^20\d\d/i.test(String(fields[field]))
  })
}

import { type AskedKind, answerKinds } from '../../answer/answer.ts'
import { type Problem, problemSchema } from '../../config/problem.ts'
import { problemsOf } from '../../ground/json-file.ts'
import type { DatasetFault } from './faults.ts'
import type { DatasetFormat, FieldNames, FormatContext, ProblemDraft } from './format.ts'
import { type ProblemField, problemFields } from './problem-fields.ts'
import { type DatasetRecord, isFilled } from './record.ts'
import { type SettledDraft, settle } from './settle.ts'
import { sourceFinder } from './source-finder.ts'

/** What was made of a record: a problem, or everything that is wrong with it. */
export interface ProblemReading {
  /** `undefined` where something is wrong. A missing gold answer alone is not: whether it should be there, the whole file tells. */
  readonly problem: Problem | undefined
  readonly faults: readonly DatasetFault[]
  /** Says that there is no gold answer; `undefined` where there is one. */
  readonly withoutGold: DatasetFault | undefined
  /** How the gold answer was come by; `undefined` where there is none. */
  readonly gold: SettledDraft['gold']
  /** The id, counted where the file has none; `undefined` where it is no text. */
  readonly id: string | undefined
  /** The field of the file that holds the id; `undefined` where it was counted. */
  readonly idField: string | undefined
}

/** How records become problems. */
export interface ProblemMapping {
  readonly format: DatasetFormat
  /** What the user said of the fields; goes before what the format knows. */
  readonly fields: FieldNames
  readonly context: FormatContext
}

/**
 * Makes problems of records.
 *
 * @returns What makes one of a record and its place among the records, from 1, which is the id where the file has none.
 */
export function problemMaker(
  mapping: ProblemMapping,
): (record: DatasetRecord, position: number) => ProblemReading {
  const sourcesOf = sourceFinder(mapping)
  return (record, position) => toProblem(record, position, mapping, sourcesOf(record))
}

function toProblem(
  record: DatasetRecord,
  position: number,
  { format, fields, context }: ProblemMapping,
  sources: FieldNames,
): ProblemReading {
  const written: ProblemDraft = {}
  for (const field of problemFields) {
    const source = sources[field]
    if (source === undefined || !Object.hasOwn(record.fields, source)) continue
    const value = record.fields[source]
    if (isFilled(value)) written[field] = value
  }
  const fault = (field: ProblemField, text: string): DatasetFault => ({
    line: record.at.line,
    field: sources[field] ?? format.fields[field]?.[0] ?? field,
    of: field,
    text,
  })
  const refined =
    format.refine === undefined || fields.answer !== undefined
      ? { draft: written }
      : format.refine(written, record, context)
  const { draft, gold, wrong } = settle(
    'draft' in refined ? refined.draft : written,
    position,
    context.kind ?? kindOf(written.kind) ?? format.kind,
  )
  const faults = wrong.map(({ field, text }) => fault(field, text))
  const isWrong = (field: ProblemField) => wrong.some((each) => each.field === field)
  if (draft.prompt === undefined && !isWrong('prompt')) faults.push(fault('prompt', 'no prompt'))
  const isMissing = draft.answer === undefined && written.answer === undefined && !isWrong('answer')
  const wrongAnswer = 'wrong' in refined && refined.field === 'answer' ? refined.wrong : undefined
  if ('wrong' in refined && !(isMissing && wrongAnswer !== undefined))
    faults.push(fault(refined.field, refined.wrong))
  const checked = faults.length === 0 ? problemSchema.safeParse(draft) : undefined
  if (checked?.success === false) {
    for (const { path, text } of problemsOf(draft, checked.error, problemSchema))
      faults.push(fault(problemFields.find((field) => field === path[0]) ?? 'prompt', text))
  }
  const { kind } = context
  return {
    problem: kind === undefined || checked?.data === undefined ? checked?.data : { ...checked.data, kind },
    faults,
    withoutGold: isMissing ? fault('answer', wrongAnswer ?? 'no gold answer') : undefined,
    gold: gold !== undefined && 'announced' in refined ? 'announced' : gold,
    id: typeof draft.id === 'string' || typeof draft.id === 'number' ? String(draft.id) : undefined,
    idField: sources.id,
  }
}

function kindOf(written: unknown): AskedKind | undefined {
  return (['auto', ...answerKinds] as const).find((kind) => kind === written)
}

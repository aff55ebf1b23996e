import { type AskedKind, answerKinds } from '../../answer/answer.ts'
import { type Problem, problemSchema } from '../../config/problem.ts'
import { problemsOf } from '../../ground/json-file.ts'
import type { DatasetFault } from './faults.ts'
import {
  type DatasetFormat,
  type FieldNames,
  type FormatContext,
  type ProblemDraft,
  type ProblemField,
  problemFields,
} from './format.ts'
import { type DatasetRecord, findField, isFilled } from './record.ts'
import { type SettledDraft, settle } from './settle.ts'

/** What was made of a record: a problem, or everything that is wrong with it. */
export interface ProblemReading {
  /** Absent where something is wrong. A missing gold answer alone is not: whether it should be there, the whole file tells. */
  readonly problem?: Problem
  readonly faults: readonly DatasetFault[]
  /** Says that there is no gold answer; absent where there is one. */
  readonly withoutGold?: DatasetFault
  /** How the gold answer was come by, where there is one. */
  readonly gold?: SettledDraft['gold']
  /** The id, counted where the file has none; absent where it is no text. */
  readonly id?: string
  /** The field of the file that holds the id; absent where it was counted. */
  readonly idField?: string
}

/** How records become problems. */
export interface ProblemMapping {
  readonly format: DatasetFormat
  /** What the user said of the fields; goes before what the format knows. */
  readonly fields: FieldNames
  readonly context: FormatContext
}

/**
 * Makes a problem of one record.
 *
 * @param position - Place among the records, from 1: the id where the file has none.
 */
export function toProblem(
  record: DatasetRecord,
  position: number,
  { format, fields, context }: ProblemMapping,
): ProblemReading {
  const sources: { [field in ProblemField]?: string } = {}
  const written: ProblemDraft = {}
  for (const field of problemFields) {
    const source = fields[field] ?? sourceOf(record, format.fields[field] ?? [])
    if (source === undefined) continue
    sources[field] = source
    const value = Object.hasOwn(record.fields, source) ? record.fields[source] : undefined
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
  const id = typeof draft.id === 'string' || typeof draft.id === 'number' ? String(draft.id) : undefined
  const named = {
    ...(id === undefined ? {} : { id }),
    ...(sources.id === undefined ? {} : { idField: sources.id }),
    ...(gold === undefined ? {} : { gold: 'announced' in refined ? ('announced' as const) : gold }),
  }
  const faults = wrong.map(({ field, text }) => fault(field, text))
  const isWrong = (field: ProblemField) => wrong.some((each) => each.field === field)
  if (draft.prompt === undefined && !isWrong('prompt')) faults.push(fault('prompt', 'no prompt'))
  const missing = draft.answer === undefined && written.answer === undefined
  if ('wrong' in refined && !(missing && refined.field === 'answer'))
    faults.push(fault(refined.field, refined.wrong))
  const withoutGold =
    missing && !isWrong('answer')
      ? fault('answer', 'wrong' in refined && refined.field === 'answer' ? refined.wrong : 'no gold answer')
      : undefined
  const known = { ...named, ...(withoutGold === undefined ? {} : { withoutGold }) }
  if (faults.length > 0) return { ...known, faults }
  const checked = problemSchema.safeParse(draft)
  if (checked.success) {
    const { kind } = context
    return { ...known, faults, problem: kind === undefined ? checked.data : { ...checked.data, kind } }
  }
  const wrongs = problemsOf(draft, checked.error, problemSchema)
  return {
    ...known,
    faults: wrongs.map(({ path, text }) =>
      fault(problemFields.find((field) => field === path[0]) ?? 'prompt', text),
    ),
  }
}

/** The field that holds one of the problem: the first that is filled, else the first that is there. */
function sourceOf({ fields }: DatasetRecord, names: readonly string[]): string | undefined {
  let empty: string | undefined
  for (const name of names) {
    const field = findField(fields, name)
    if (field !== undefined && isFilled(fields[field])) return field
    empty ??= field
  }
  return empty
}

function kindOf(written: unknown): AskedKind | undefined {
  return (['auto', ...answerKinds] as const).find((kind) => kind === written)
}

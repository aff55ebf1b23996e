import { choiceLetter, type Problem, problemSchema } from '../../config/problem.ts'
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
import { type DatasetRecord, findField } from './record.ts'

/** A record as a problem, or everything that is wrong with it. */
export type ProblemOrFaults = (
  | { readonly problem: Problem }
  | { readonly faults: readonly DatasetFault[] }
) & {
  /** The id, counted where the file has none; absent where it is no text. */
  readonly id?: string
  /** The field of the file that holds the id; absent where it was counted. */
  readonly idField?: string
}

/**
 * Makes a problem of one record.
 *
 * @param position - Place among the records, from 1: the id where the file has none.
 * @param fields - What the user said of the fields; goes before what the format knows. A gold answer named so is taken as it stands.
 */
export function toProblem(
  record: DatasetRecord,
  position: number,
  { format, fields, context }: { format: DatasetFormat; fields: FieldNames; context: FormatContext },
): ProblemOrFaults {
  const sources = Object.fromEntries(
    problemFields.map((field) => [field, fields[field] ?? sourceOf(record, format.fields[field] ?? [])]),
  ) as { readonly [field in ProblemField]?: string }
  const fault = (field: ProblemField, text: string): DatasetFault => ({
    line: record.line,
    field: sources[field] ?? format.fields[field]?.[0] ?? field,
    text,
  })
  const written: ProblemDraft = {}
  for (const field of problemFields) {
    const value = record.fields[sources[field] ?? '']
    if (isFilled(value)) written[field] = value
  }
  const refined =
    format.refine === undefined || fields.answer !== undefined
      ? { draft: written }
      : format.refine(written, record, context)
  const draft = 'draft' in refined ? settle(refined.draft, position, format) : written
  const missing = (['prompt', 'answer'] as const).filter((field) => draft[field] === undefined)
  const faults = missing.map((field) => fault(field, field === 'prompt' ? 'no prompt' : 'no gold answer'))
  if ('wrong' in refined && !missing.includes(refined.field as 'answer'))
    faults.push(fault(refined.field, refined.wrong))
  const { id = position } = draft
  const named = {
    ...(typeof id === 'string' || typeof id === 'number' ? { id: String(id) } : {}),
    ...(sources.id === undefined ? {} : { idField: sources.id }),
  }
  if (faults.length > 0) return { faults, ...named }
  const checked = problemSchema.safeParse(draft)
  if (checked.success) return { problem: checked.data, ...named }
  return {
    ...named,
    faults: problemsOf(draft, checked.error, problemSchema).map(({ path, text }) =>
      fault(problemFields.find((field) => field === path[0]) ?? 'prompt', text),
    ),
  }
}

function sourceOf({ fields }: DatasetRecord, names: readonly string[]): string | undefined {
  const found = names.flatMap((name) => findField(fields, name) ?? [])
  return found.find((name) => isFilled(fields[name])) ?? found[0]
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '')
}

/** Brings what the file wrote to the types of a problem. */
function settle(draft: ProblemDraft, position: number, format: DatasetFormat): ProblemDraft {
  const choices = listOf(draft.choices)
  const kind = draft.kind ?? format.kind ?? (choices === undefined ? undefined : 'choice')
  const images = listOf(draft.images)
  const settled: ProblemDraft = {
    id: draft.id ?? String(position),
    prompt: typeof draft.prompt === 'string' ? draft.prompt.trim() : draft.prompt,
    answer: goldOf(draft.answer, choices, kind),
    kind,
    choices,
    images: typeof images === 'string' ? [images] : images,
    language: draft.language,
  }
  return Object.fromEntries(Object.entries(settled).filter(([, value]) => value !== undefined))
}

/** A list, or a JSON list in text: CSV has no other. */
function listOf(value: unknown): unknown {
  if (typeof value !== 'string' || !value.trim().startsWith('[')) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function goldOf(answer: unknown, choices: unknown, kind: unknown): unknown {
  if (typeof answer === 'boolean') return String(answer)
  if (Array.isArray(choices))
    return Array.isArray(answer) ? answer.map((each) => letterOf(each, choices)) : letterOf(answer, choices)
  // "[1, 2]" is an answer; only a list of texts is a list of answers, and not where the answer itself is JSON.
  const list = kind === 'json' ? answer : listOf(answer)
  return Array.isArray(list) && list.every((each) => typeof each === 'string')
    ? list
    : typeof answer === 'string'
      ? answer.trim()
      : answer
}

/** The letter of the right option: given as such, by its text, or by its place from 0 as a number (as MMLU does). */
function letterOf(answer: unknown, choices: readonly unknown[]): unknown {
  if (answer === undefined) return undefined
  const written = String(answer).trim()
  const letters = choices.map((_, place) => choiceLetter(place))
  if (letters.includes(written.toUpperCase())) return written.toUpperCase()
  const place = choices.findIndex((choice) => String(choice).trim() === written)
  if (place >= 0) return choiceLetter(place)
  return typeof answer === 'number' ? (letters[answer] ?? written) : written
}

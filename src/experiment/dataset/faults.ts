import { UsageError } from '../../ground/errors.ts'
import { type ProblemField, problemFields } from './problem-fields.ts'

/** One thing wrong with a dataset file. */
export interface DatasetFault {
  /** Line of the file, from 1. */
  readonly line: number
  /** Field of the record, as the file calls it; absent where the record itself is wrong. */
  readonly field?: string
  /** The field of a problem that it is about. */
  readonly of?: ProblemField
  readonly text: string
}

/** Most faults that are named one by one: a message is read by a person. */
const mostNamed = 100

/** What fields of a problem are called in a sentence, where `--field` can mend them. */
const fieldWords: { readonly [field in ProblemField]?: string } = {
  id: 'the id',
  prompt: 'the prompt',
  answer: 'the gold answer',
  choices: 'the options',
}

/**
 * Refuses a dataset with everything that is wrong with it, line by line.
 *
 * @param fields - Names of the fields of the file.
 * @throws UsageError where there is a fault.
 */
export function refuseFaults(path: string, faults: readonly DatasetFault[], fields: readonly string[]): void {
  if (faults.length === 0) return
  const lines = [...faults]
    .sort((a, b) => a.line - b.line)
    .slice(0, mostNamed)
    .map(({ line, field, text }) => `${path}:${line}: ${field === undefined ? '' : `${field}: `}${text}`)
  if (faults.length > mostNamed) lines.push(`… and ${faults.length - mostNamed} more.`)
  throw new UsageError(lines.join('\n'), { fix: fixOf(faults, fields) })
}

function fixOf(faults: readonly DatasetFault[], fields: readonly string[]): string {
  const of = new Set(faults.map((fault) => fault.of))
  const mendable = problemFields.filter((field) => of.has(field) && fieldWords[field] !== undefined)
  if (mendable.length === 0) return 'Correct these lines.'
  return `Correct these lines, or ${whichField(mendable)} ${fieldList(fields)}`
}

/** `say which field holds the prompt: --field prompt=NAME.` */
export function whichField(fields: readonly ProblemField[]): string {
  const words = fields.map((field) => fieldWords[field] ?? field).join(' and ')
  return `say which field holds ${words}: ${fields.map((field) => `--field ${field}=NAME`).join(' ')}.`
}

/** Most names of fields in a message. */
const mostFields = 30

/** `Its fields are: id, question.` */
export function fieldList(names: readonly string[]): string {
  return `Its fields are: ${listed(names)}.`
}

/** Names in a row, the first thirty of many. */
export function listed(names: readonly string[]): string {
  const more = names.length > mostFields ? ` and ${names.length - mostFields} more` : ''
  return `${names.slice(0, mostFields).join(', ')}${more}`
}

import type { AskedKind } from '../../answer/answer.ts'
import type { Problem } from '../../config/problem.ts'
import { UsageError } from '../../ground/errors.ts'
import { didYouMean } from '../../ground/nearest-name.ts'
import { aimeFormat } from './aime.ts'
import { type DatasetFault, refuseFaults } from './faults.ts'
import type { DatasetFormat, FieldNames } from './format.ts'
import { gpqaFormat } from './gpqa.ts'
import { gsm8kFormat } from './gsm8k.ts'
import { math500Format } from './math-500.ts'
import { plainFormat } from './plain.ts'
import { questionAnswerFormat } from './question-answer.ts'
import { readRecords } from './read-records.ts'
import type { DatasetRecord } from './record.ts'
import { toProblem } from './to-problem.ts'

/** The formats, in the order they are tried: a narrow one before a wide one. */
export const datasetFormats: readonly DatasetFormat[] = [
  plainFormat,
  gpqaFormat,
  gsm8kFormat,
  math500Format,
  aimeFormat,
  questionAnswerFormat,
]

/** How to read a dataset. */
export interface ReadDatasetOptions {
  /** Path of the file, for messages and for what its name tells. */
  readonly path: string
  /** Name of a format; recognised by the fields where absent. */
  readonly format?: string
  readonly fields?: FieldNames
  /** Kind of every answer; else as the file or the format says. */
  readonly kind?: AskedKind
  /** Seed for the order of options where the file puts the right one first; 0 where absent. */
  readonly choiceSeed?: number
}

/** A set of problems. */
export interface Dataset {
  readonly format: string
  readonly problems: readonly Problem[]
  /** The seed that put the options in order; absent where the file has them in order. */
  readonly choiceSeed?: number
}

/**
 * Reads a set of problems out of the text of a file: JSON Lines, JSON or CSV, in one of the {@link datasetFormats}.
 *
 * @throws UsageError that names file, line and field of everything that is wrong: unreadable records, empty prompts, missing gold answers, ids
 * that occur twice. Nothing is skipped in silence.
 */
export function readDataset(text: string, options: ReadDatasetOptions): Dataset {
  const { path, fields = {}, choiceSeed = 0 } = options
  const { records, faults: unreadable } = readRecords(text, path)
  if (records.length === 0) {
    refuseFaults(path, unreadable)
    throw new UsageError(`${path} holds no problem.`, { fix: 'Name a file with problems in it.' })
  }
  const format = chooseFormat(records, options)
  const problems: Problem[] = []
  const faults: DatasetFault[] = [...unreadable]
  const lines = new Map<string, number>()
  records.forEach((record, index) => {
    const read = toProblem(record, index + 1, { format, fields, context: { path, choiceSeed } })
    const { id, idField = 'id' } = read
    const earlier = id === undefined ? undefined : lines.get(id)
    if (earlier !== undefined) {
      const text = `"${id}" is the id of line ${earlier} too`
      faults.push({ line: record.line, field: idField, text })
    }
    if (id !== undefined) lines.set(id, earlier ?? record.line)
    if ('faults' in read) {
      faults.push(...read.faults)
      return
    }
    const { problem } = read
    problems.push(options.kind === undefined ? problem : { ...problem, kind: options.kind })
  })
  refuseFaults(path, faults)
  return { format: format.name, problems, ...(format === gpqaFormat ? { choiceSeed } : {}) }
}

function chooseFormat(
  records: readonly DatasetRecord[],
  { path, format, fields = {} }: ReadDatasetOptions,
): DatasetFormat {
  const known = [...new Set(records.flatMap((record) => Object.keys(record.fields)))]
  for (const [field, name] of Object.entries(fields)) {
    if (known.includes(name)) continue
    throw new UsageError(`--field ${field}=${name}: ${path} has no field "${name}".`, {
      fix: `${didYouMean(name, known)} Its fields are: ${known.join(', ')}.`.trim(),
    })
  }
  if (format !== undefined) {
    const named = datasetFormats.find(({ name }) => name === format)
    if (named !== undefined) return named
    const names = datasetFormats.map(({ name }) => name)
    throw new UsageError(`Unknown dataset format "${format}".`, {
      fix: `${didYouMean(format, names)} Use one of: ${names.join(', ')}.`.trim(),
    })
  }
  const recognised = datasetFormats.find((each) => each.recognises(records, path))
  if (recognised !== undefined) return recognised
  if (fields.prompt !== undefined && fields.answer !== undefined) return plainFormat
  throw new UsageError(`${path}: no known dataset has these fields: ${known.join(', ')}.`, {
    fix: 'Say which field holds what: --field prompt=… --field answer=…, and --field id=… where there is one.',
  })
}

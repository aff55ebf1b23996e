import { stat } from 'node:fs/promises'
import type { AskedKind } from '../../answer/answer.ts'
import type { Problem } from '../../config/problem.ts'
import { defined } from '../../ground/defined.ts'
import { messageOf, UsageError } from '../../ground/errors.ts'
import { didYouMean } from '../../ground/nearest-name.ts'
import { fileBytes } from '../file-bytes.ts'
import { aimeFormat } from './aime.ts'
import { arcFormat } from './arc.ts'
import { type DatasetFault, fieldList, listed, refuseFaults, whichField } from './faults.ts'
import type { DatasetFormat, FieldNames } from './format.ts'
import { GoldNotices } from './gold-notices.ts'
import { gpqaFormat } from './gpqa.ts'
import { gsm8kFormat } from './gsm8k.ts'
import { math500Format } from './math-500.ts'
import { plainFormat } from './plain.ts'
import type { ProblemField } from './problem-fields.ts'
import { questionAnswerFormat } from './question-answer.ts'
import { readRecords } from './read-records.ts'
import type { DatasetRecord, RecordPlace } from './record.ts'
import { SlimRecords } from './slim-records.ts'
import { problemMaker } from './to-problem.ts'

/** The formats, in the order they are tried: a narrow one before a wide one. */
export const datasetFormats: readonly DatasetFormat[] = [
  plainFormat,
  gpqaFormat,
  arcFormat,
  gsm8kFormat,
  math500Format,
  aimeFormat,
  questionAnswerFormat,
]

/** How a dataset is mapped to problems. */
export interface DatasetMapping {
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

/** How far the reading of a dataset has come. */
export interface DatasetProgress {
  readonly bytesRead: number
  /** Size of the file; absent where it has none, as a pipe. */
  readonly bytesInFile?: number
  readonly records: number
  /** Records that were made into problems; 0 until all are read. */
  readonly problems: number
}

/** How a dataset file is read. */
export interface DatasetReading extends Omit<DatasetMapping, 'path'> {
  /** Stops the reading between two records, with its reason. */
  readonly signal?: AbortSignal
  /** Told after every few thousand records. Must be quick. */
  readonly onProgress?: (progress: DatasetProgress) => void
}

/** A set of problems. */
export interface Dataset {
  readonly format: string
  readonly problems: readonly Problem[]
  /** The seed that put the options in order; absent where the file has them in order. */
  readonly choiceSeed?: number
  /** What the user should know of how it was read: a sentence each. Texts of the file stand in them. */
  readonly notices: readonly string[]
}

/**
 * Reads a file of problems: JSON Lines, JSON or CSV, plain or gzip, in one of the {@link datasetFormats}.
 *
 * JSON Lines and CSV are read as a stream, and of each record only what its problem needs is kept.
 *
 * @throws UsageError that names file, line and field of everything that is wrong: unreadable records, empty prompts, missing gold answers where
 * others have one, ids that occur twice. Nothing is skipped in silence.
 * @throws the reason of the signal.
 */
export async function readDataset(path: string, reading: DatasetReading = {}): Promise<Dataset> {
  const { signal, onProgress, ...mapping } = reading
  let bytesRead = 0
  const bytes = fileBytes(path, {
    ...defined({ signal }),
    onBytes: (count) => {
      bytesRead = count
    },
  })
  try {
    const size = (await stat(path)).size
    const pause = async (counts: Pick<DatasetProgress, 'records' | 'problems'>) => {
      // Signals are heard between two turns of the event loop.
      await new Promise<void>((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      onProgress?.({ bytesRead, ...(size === 0 ? {} : { bytesInFile: size }), ...counts })
    }
    return await problemsOfBytes(bytes, { ...mapping, path }, pause)
  } catch (thrown) {
    signal?.throwIfAborted()
    throw typeof (thrown as NodeJS.ErrnoException).code === 'string' && !(thrown instanceof UsageError)
      ? unreadable(path, thrown as NodeJS.ErrnoException)
      : thrown
  } finally {
    await bytes.return(undefined)
  }
}

function unreadable(path: string, cause: NodeJS.ErrnoException): UsageError {
  const isPacking = cause.code?.startsWith('Z_') === true
  return new UsageError(`${path} cannot be ${isPacking ? 'unpacked' : 'read'}: ${messageOf(cause)}.`, {
    fix: isPacking ? 'It is cut off or damaged: fetch it again.' : 'Name a file that is there.',
    cause,
  })
}

/** Records between two pauses: some ten milliseconds of work. */
const recordsAtOnce = 1_000

/**
 * Reads problems out of the bytes of a file.
 *
 * @param pause - Called after every thousand records: may wait, and may throw to stop.
 * @throws UsageError as {@link readDataset}.
 */
export async function problemsOfBytes(
  bytes: AsyncIterable<Buffer>,
  mapping: DatasetMapping,
  pause: (counts: Pick<DatasetProgress, 'records' | 'problems'>) => Promise<void> = async () => {},
): Promise<Dataset> {
  const { path, fields = {}, choiceSeed = 0, kind } = mapping
  const slimming = new SlimRecords(datasetFormats, fields)
  const faults: DatasetFault[] = []
  const records: (DatasetRecord | undefined)[] = []
  let paused = 0
  for await (const batch of readRecords(bytes, path, fields)) {
    for (const read of batch) {
      if ('fields' in read) records.push({ at: read.at, fields: slimming.slim(read.fields) })
      else faults.push(read)
    }
    if (records.length + faults.length < paused + recordsAtOnce) continue
    paused = records.length + faults.length
    await pause({ records: records.length, problems: 0 })
  }
  const { names } = slimming
  if (records.length === 0) {
    refuseFaults(path, faults, names)
    throw new UsageError(`${path} holds no problem.`, { fix: 'Name a file with problems in it.' })
  }
  const format = chooseFormat(records as DatasetRecord[], names, mapping)
  const context = { path, choiceSeed, ...defined({ kind }) }
  const problems: Problem[] = []
  const places = new Map<string, RecordPlace>()
  const golds = new GoldNotices(fields, names)
  const toProblem = problemMaker({ format, fields, context })
  for (const [index, record] of records.entries()) {
    if (record === undefined) continue
    const reading = toProblem(record, index + 1)
    // What a record held beside its problem need not stay until all are made.
    records[index] = undefined
    const { id, idField = 'id' } = reading
    const earlier = id === undefined ? undefined : places.get(id)
    if (earlier !== undefined) {
      const text = `"${id}" is the id of line ${earlier.line} too`
      faults.push({ line: record.at.line, field: idField, of: 'id', text })
    } else if (id !== undefined) places.set(id, record.at)
    faults.push(...reading.faults)
    golds.add(reading, record.at)
    if (reading.problem !== undefined) problems.push(reading.problem)
    if (index % recordsAtOnce === recordsAtOnce - 1)
      await pause({ records: records.length, problems: index + 1 })
  }
  faults.push(...golds.faults)
  refuseFaults(path, faults, names)
  return {
    format: format.name,
    problems,
    ...(format === gpqaFormat ? { choiceSeed } : {}),
    notices: golds.notices,
  }
}

function chooseFormat(
  records: readonly DatasetRecord[],
  names: readonly string[],
  { path, format, fields = {} }: DatasetMapping,
): DatasetFormat {
  for (const [field, name] of Object.entries(fields)) {
    if (names.includes(name)) continue
    throw new UsageError(`--field ${field}=${name}: ${path} has no field "${name}".`, {
      fix: `${didYouMean(name, names)} ${fieldList(names)}`.trim(),
    })
  }
  if (format !== undefined) {
    const named = datasetFormats.find(({ name }) => name === format)
    if (named !== undefined) return named
    const formats = datasetFormats.map(({ name }) => name)
    throw new UsageError(`Unknown dataset format "${format}".`, {
      fix: `${didYouMean(format, formats)} Use one of: ${formats.join(', ')}.`.trim(),
    })
  }
  const recognised = datasetFormats.find((each) => each.recognises(records, path))
  if (recognised !== undefined) return recognised
  if (fields.prompt !== undefined) return plainFormat
  const missing = (['prompt', 'answer'] as const).filter((field: ProblemField) => fields[field] === undefined)
  throw new UsageError(`${path}: no known dataset has these fields: ${listed(names)}.`, {
    fix: `S${whichField(missing).slice(1)}`,
  })
}

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
import { gpqaFormat } from './gpqa.ts'
import { gsm8kFormat } from './gsm8k.ts'
import { math500Format } from './math-500.ts'
import { plainFormat } from './plain.ts'
import type { ProblemField } from './problem-fields.ts'
import { ProblemSet } from './problem-set.ts'
import { questionAnswerFormat } from './question-answer.ts'
import { readRecords } from './read-records.ts'
import type { DatasetRecord } from './record.ts'
import { SlimRecords } from './slim-records.ts'

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
  /** Records that were made into problems; 0 until all are read where only all of them tell the format. */
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
  const context = { path, choiceSeed, ...defined({ kind }) }
  const faults: DatasetFault[] = []
  /** Those that wait for the format to be known. */
  const waiting: DatasetRecord[] = []
  let set: ProblemSet | undefined
  let [count, paused] = [0, 0]
  for await (const batch of readRecords(bytes, path, fields)) {
    const from = waiting.length
    for (const read of batch) {
      if (!('fields' in read)) {
        faults.push(read)
        continue
      }
      const record = { at: read.at, fields: slimming.slim(read.fields) }
      count += 1
      if (set === undefined) waiting.push(record)
      else set.add(record)
    }
    if (set === undefined) {
      const format = settledFormat(waiting.slice(from), mapping)
      set = format && new ProblemSet({ format, fields, context })
      for (const record of set === undefined ? [] : waiting.splice(0)) set?.add(record)
    }
    if (count + faults.length < paused + recordsAtOnce) continue
    paused = count + faults.length
    await pause({ records: count, problems: set?.size ?? 0 })
  }
  const { names } = slimming
  if (count === 0) {
    refuseFaults(path, faults, names)
    throw new UsageError(`${path} holds no problem.`, { fix: 'Name a file with problems in it.' })
  }
  requireFields(names, mapping)
  if (set === undefined) {
    set = new ProblemSet({ format: chooseFormat(waiting, names, mapping), fields, context })
    // From the end, so that what a record held beside its problem need not stay until all are made.
    waiting.reverse()
    for (let record = waiting.pop(); record !== undefined; record = waiting.pop()) {
      set.add(record)
      if (set.size % recordsAtOnce === 0) await pause({ records: count, problems: set.size })
    }
  }
  refuseFaults(path, [...faults, ...set.faults], names)
  return {
    format: set.format.name,
    problems: set.problems,
    ...(set.format === gpqaFormat ? { choiceSeed } : {}),
    notices: set.notices(names),
  }
}

/**
 * The format of a file, where these of its records settle it whatever the others are: it is named; or the format that is tried first recognises them, which
 * one record is enough for. Problems are then made as records come in, and no more is kept of them.
 */
function settledFormat(
  records: readonly DatasetRecord[],
  { path, format }: DatasetMapping,
): DatasetFormat | undefined {
  if (format !== undefined) return datasetFormats.find(({ name }) => name === format)
  return plainFormat.recognises(records, path) ? plainFormat : undefined
}

/** @throws UsageError where the user names a field that the file does not have. */
function requireFields(names: readonly string[], { path, fields = {} }: DatasetMapping): void {
  for (const [field, name] of Object.entries(fields)) {
    if (names.includes(name)) continue
    throw new UsageError(`--field ${field}=${name}: ${path} has no field "${name}".`, {
      fix: `${didYouMean(name, names)} ${fieldList(names)}`.trim(),
    })
  }
}

function chooseFormat(
  records: readonly DatasetRecord[],
  names: readonly string[],
  { path, format, fields = {} }: DatasetMapping,
): DatasetFormat {
  if (format !== undefined) {
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

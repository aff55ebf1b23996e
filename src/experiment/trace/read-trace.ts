import { basename } from 'node:path'
import { defined } from '../../ground/defined.ts'
import { messageOf, UsageError } from '../../ground/errors.ts'
import { parseExactJson } from '../../ground/exact-json.ts'
import { problemsOf } from '../../ground/json-file.ts'
import { linesOf, withoutByteOrderMark } from '../../ground/lines.ts'
import { fileBytes } from '../file-bytes.ts'
import type { RecordedQuestion } from './question.ts'
import { type TraceLine, traceLineSchema } from './schema.ts'

const format =
  'Give trace files: JSON Lines, plain or gzip, one question a line, as described in docs/voting.md.'

/**
 * Reads a trace file question by question; memory does not grow with the file.
 *
 * @param path - JSON Lines, plain or gzip (told by its first bytes, not by its name).
 * @param source - What to call it; the file name without `.gz` and `.jsonl` if absent.
 * @throws UsageError naming the file, and the line and key where there is one.
 */
export async function* readTrace(path: string, source = traceName(path)): AsyncGenerator<RecordedQuestion> {
  let number = 0
  try {
    for await (const { line, bytes } of linesOf(fileBytes(path))) {
      number = line
      const text = withoutByteOrderMark(bytes.toString('utf8'))
      if (text.trim() !== '') yield questionOf(parseLine(text, `${path}:${number}`), source)
    }
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
    const where = number === 0 ? path : `${path} (after line ${number})`
    throw new UsageError(`Cannot read ${where}: ${messageOf(thrown)}.`, { fix: format, cause: thrown })
  }
}

/** The name of a trace file without its folder and its endings. */
export function traceName(path: string): string {
  return basename(path).replace(/(\.jsonl|\.ndjson|\.json)?(\.gz)?$/i, '')
}

function parseLine(line: string, where: string): TraceLine {
  let json: unknown
  try {
    json = parseJson(line)
  } catch (thrown) {
    throw new UsageError(`${where}: not JSON: ${messageOf(thrown)}.`, { fix: format, cause: thrown })
  }
  const parsed = traceLineSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const [problem] = problemsOf(json, parsed.error, traceLineSchema)
  throw new UsageError(`${where}: ${keyOf(problem?.path ?? [])}: ${problem?.text ?? 'invalid'}.`, {
    fix: format,
  })
}

/**
 * JSON, with the bare `NaN` and `Infinity` that Python writes read as `null`: recorders leave them in columns such as perplexity.
 */
function parseJson(line: string): unknown {
  try {
    return parseExactJson(line)
  } catch (thrown) {
    const plain = line.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g, (found) =>
      found.startsWith('"') ? found : 'null',
    )
    if (plain === line) throw thrown
    return parseExactJson(plain)
  }
}

/** A key as it would be written: `cls[3]`. */
function keyOf(path: readonly PropertyKey[]): string {
  const key = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return key.replace(/^\./, '') || 'the line'
}

function questionOf(line: TraceLine, source: string): RecordedQuestion {
  const { dataset, model, id, gold, answers, cls, gold_cls: goldClass, tokens } = line
  return {
    source,
    dataset,
    model,
    id: String(id),
    ...(gold === undefined || gold === null ? {} : { gold: String(gold) }),
    answers,
    classes: cls,
    ...goldIn(goldClass, gold),
    ...defined({ tokens }),
  }
}

/** Without a known answer nothing can be called right or wrong; with one, `null` says that no sample gave it. */
function goldIn(
  goldClass: TraceLine['gold_cls'],
  gold: TraceLine['gold'],
): Pick<RecordedQuestion, 'goldClass'> {
  if (typeof goldClass === 'number') return { goldClass }
  return goldClass === null && gold !== undefined && gold !== null ? { goldClass: 'never' } : {}
}

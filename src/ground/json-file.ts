import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { messageOf, UsageError } from './errors.ts'
import { wantedText } from './issue-text.ts'
import { jsonPath, jsonPositions } from './json-position.ts'
import { withoutByteOrderMark } from './lines.ts'
import { didYouMean } from './nearest-name.ts'

/**
 * Reads a JSON file that a person wrote, and checks it.
 *
 * A key `$schema` at its top, which tells editors where its schema lies, is taken and not looked at.
 *
 * @param path - The file.
 * @param schema - What it must hold; strict, so that a misspelt key is found.
 * @param what - What the file is, with its article, for messages: `a preset`.
 * @throws UsageError that names the file, the line and the key of everything that is wrong, and the nearest key to an unknown one.
 */
export function readJsonFile<S extends z.ZodType>(path: string, schema: S, what: string): z.output<S> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${messageOf(cause)}`, {
      fix: 'Name a file that is there and may be read.',
      cause,
    })
  }
  return checkJson(text, schema, { file: path, what, keyForEditors: '$schema' })
}

/**
 * Checks a JSON text.
 *
 * @param text - The text; a byte order mark in front is ignored.
 * @param source - `file` names it in messages, `what` says what it should be; `keyForEditors` is a key at its top that is none of its own.
 * @throws UsageError as `readJsonFile`.
 */
export function checkJson<S extends z.ZodType>(
  text: string,
  schema: S,
  { file, what, keyForEditors }: { file: string; what: string; keyForEditors?: string },
): z.output<S> {
  const json = withoutByteOrderMark(text)
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    const place = jsonPositions(json).error
    const where = place === undefined ? '' : `:${place.line}:${place.column}`
    throw new UsageError(`${file}${where}: this is not JSON.`, {
      fix: 'Look for a missing comma or quote, a comment, or a comma before a closing bracket.',
      cause,
    })
  }
  if (keyForEditors !== undefined && typeof value === 'object' && value !== null)
    Reflect.deleteProperty(value, keyForEditors)
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { lines } = jsonPositions(json)
  const found = problemsOf(value, result.error, schema).map(({ path, text }) => ({
    line: lines.get(jsonPath(path)) ?? lines.get(jsonPath(path.slice(0, -1))) ?? 1,
    text: path.length > 0 ? `${path.map(String).join('.')}: ${text}` : text,
  }))
  const message = found
    .sort((a, b) => a.line - b.line)
    .map(({ line, text }) => `${file}:${line}: ${text}`)
    .join('\n')
  throw new UsageError(message, { fix: `Correct it: the file must be ${what}.` })
}

/** One thing that is wrong with a value: where, and what. */
export interface ValueProblem {
  readonly path: readonly PropertyKey[]
  readonly text: string
}

/**
 * What zod found, in the words of a person who wrote a file: unknown keys first, since a misspelt key is also a missing one.
 *
 * @param value - What was checked.
 * @param error - What `safeParse` returned.
 * @param schema - The schema, for the nearest known key.
 */
export function problemsOf(value: unknown, error: z.ZodError, schema: z.ZodType): ValueProblem[] {
  const unknown: ValueProblem[] = []
  const others: ValueProblem[] = []
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const hint = didYouMean(key, knownKeys(schema, issue.path))
        unknown.push({ path: [...issue.path, key], text: `unknown key. ${hint}`.trim() })
      }
    } else {
      const wanted = wantedText(issue)
      const missing = issue.path.length > 0 && valueAt(value, issue.path) === undefined
      others.push({ path: issue.path, text: missing ? `missing: ${wanted}` : wanted })
    }
  }
  return [...unknown, ...others]
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
}

/** Keys of the object that stands at `path` in `schema`; none where there is no such object. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: Definition | undefined = inner(schema as unknown as Definition)
  for (const step of path) {
    at = inner(typeof step === 'number' ? at?.def.element : at?.shape?.[String(step)])
  }
  return Object.keys(at?.shape ?? {})
}

/** The part of a zod schema that this file walks through. */
interface Definition {
  readonly def: { readonly innerType?: Definition; readonly in?: Definition; readonly element?: Definition }
  readonly shape?: Readonly<Record<string, Definition>>
}

/** Takes off what wraps a schema: optional, default, transform. */
function inner(schema: Definition | undefined): Definition | undefined {
  const wrapped = schema?.def.innerType ?? schema?.def.in
  return wrapped === undefined ? schema : inner(wrapped)
}

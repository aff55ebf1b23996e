import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AnswerContext, AskedKind } from '../../answer/answer.ts'
import { defined } from '../../ground/defined.ts'
import { UsageError } from '../../ground/errors.ts'
import { readTextFile } from '../../ground/text-file.ts'
import type { DrawFlags } from '../flags.ts'

/** What the flags say of the answer: its kind, the options of a choice, the language. */
export async function answerContext(
  kind: AskedKind | undefined,
  { options, language }: Pick<DrawFlags, 'options' | 'language'>,
  cwd: string,
): Promise<AnswerContext> {
  const choices = options === undefined ? undefined : await readChoices(options, cwd)
  return {
    ...defined({ kind, choices, language }),
  }
}

/** Options of a choice: one a line of a file, or a list with commas. */
async function readChoices(options: string, cwd: string): Promise<string[]> {
  const text = existsSync(resolve(cwd, options))
    ? await readTextFile(options, cwd)
    : options.replaceAll(',', '\n')
  const choices = text.split('\n').map((line) => line.trim())
  const filled = choices.filter((choice) => choice !== '')
  if (filled.length >= 2 && filled.length <= 26) return filled
  throw new UsageError(`"${options}" gives ${filled.length} options.`, {
    fix: 'Give 2 to 26: A,B,… or a file with one a line.',
  })
}

/** A JSON schema from a file, for the runtime's `format`; one that the answers can be checked against. */
export async function readFormat(path: string | undefined, cwd: string): Promise<unknown> {
  if (path === undefined) return undefined
  const schema = parsedSchema(path, await readTextFile(path, cwd))
  const { jsonFits } = await import('../../answer/json-schema.ts')
  jsonFits(schema)
  return schema
}

function parsedSchema(path: string, text: string): unknown {
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${path} is not JSON.`, { fix: 'Give a JSON schema.', cause })
  }
  if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return schema
  throw new UsageError(`${path} holds no JSON schema.`, { fix: 'Give an object, as {"type":"object"}.' })
}

/** The kind asked for: `--schema` asks for JSON by itself, and for no other kind. */
export function askedWithSchema(
  kind: AskedKind | undefined,
  schema: string | undefined,
): AskedKind | undefined {
  if (schema === undefined || kind === 'json') return kind
  if (kind === undefined || kind === 'auto') return 'json'
  throw new UsageError(`--schema asks for JSON, and --answer for ${kind}.`, { fix: 'Leave one of them out.' })
}

import { beginningOf } from '../ground/cut-text.ts'
import { type Fields, isFields } from '../ground/fields.ts'
import type { Usage } from '../stream/part.ts'
import { MalformedError } from './read-lines.ts'

/** One line of a stream, in words of ours. */
export interface WireMessage {
  readonly thinking: string
  readonly content: string
  /** The runtime's own error text, under status 200. */
  readonly error?: string
  /** Present on the last line. */
  readonly last?: { readonly reason: string | undefined; readonly usage: Usage }
}

/**
 * Reads one line of `/api/chat` or `/api/generate`. Unknown fields are ignored; a text that is no text is not.
 *
 * @throws MalformedError
 */
export function readMessage(line: string): WireMessage {
  const fields = parseFields(line)
  const { message, response, error } = fields
  if (error !== undefined && error !== null && error !== '')
    return { thinking: '', content: '', error: errorText(error) }
  const isDone = fields['done'] === true
  if (message === undefined && response === undefined && fields['done'] === undefined) {
    throw new MalformedError(`a line is none of the protocol: ${excerpt(line)}`)
  }
  const chat = message === undefined || message === null ? undefined : message
  if (chat !== undefined && !isFields(chat)) throw wrongType('message', chat)
  const thinking = text('thinking', chat === undefined ? fields['thinking'] : chat['thinking'])
  const content = chat === undefined ? text('response', response) : text('content', chat['content'])
  if (!isDone) return { thinking, content }
  const reason = fields['done_reason']
  return {
    thinking,
    content,
    last: {
      reason: typeof reason === 'string' && reason !== '' ? reason : undefined,
      usage: readUsage(fields),
    },
  }
}

/** @throws MalformedError for what is not an object in JSON. */
export function parseFields(body: string): Fields {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new MalformedError(`not JSON: ${excerpt(body)}`)
  }
  if (!isFields(value)) throw new MalformedError(`not a JSON object: ${excerpt(body)}`)
  return value
}

/** A count of the runtime: absent unless it is a whole number above 0 (versions send none, 0 or -2^63 where they have no number). */
export function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
}

function readUsage(fields: Fields): Usage {
  const usage: { -readonly [Key in keyof Usage]: Usage[Key] } = {}
  const put = (key: keyof Usage, value: number | undefined) => {
    if (value !== undefined) usage[key] = value
  }
  put('promptTokens', readCount(fields['prompt_eval_count']))
  put('outputTokens', readCount(fields['eval_count']))
  put('loadMs', readMs(fields['load_duration']))
  put('promptMs', readMs(fields['prompt_eval_duration']))
  put('outputMs', readMs(fields['eval_duration']))
  put('totalMs', readMs(fields['total_duration']))
  return usage
}

/** A duration in nanoseconds, as milliseconds. */
function readMs(value: unknown): number | undefined {
  const sane = typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER
  return sane ? value / 1_000_000 : undefined
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  throw wrongType(name, value)
}

function wrongType(name: string, value: unknown): MalformedError {
  return new MalformedError(`"${name}" is of type ${Array.isArray(value) ? 'array' : typeof value}`)
}

/** The text of an `error` field, which is a string or, from some engines, an object. */
export function errorText(error: unknown): string {
  if (typeof error === 'string') return error
  if (isFields(error) && typeof error['message'] === 'string') return error['message']
  return JSON.stringify(error)
}

/** The beginning of a body, on one line and without control characters, in quotes. */
export function excerpt(body: string, length = 80): string {
  const line = body
    .slice(0, 4 * length)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
  return line.length > length ? `"${beginningOf(line, length)}…"` : `"${line}"`
}

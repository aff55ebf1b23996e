import type { z } from 'zod'
import { defined } from '../ground/defined.ts'
import { isFields } from '../ground/fields.ts'
import type { Call, CallShape, Unvoted } from './call.ts'
import { ofOllamaChat, ofOllamaGenerate } from './ollama-call.ts'
import { ofOpenai, ofResponses } from './openai-call.ts'
import { RefusedError } from './refusal.ts'
import {
  ollamaChatSchema,
  ollamaGenerateSchema,
  openaiChatSchema,
  openaiResponsesSchema,
} from './wire-schema.ts'

/** Requests for so few tokens are probes and titles. */
const fewTokens = 64

/** A request as its shape says it. */
type Asked = Omit<Call, 'ignored'>

const readers: Readonly<Record<CallShape, (body: unknown) => Asked>> = {
  '/api/chat': (body) => ofOllamaChat(parse(ollamaChatSchema, body)),
  '/api/generate': (body) => ofOllamaGenerate(parse(ollamaGenerateSchema, body)),
  '/v1/chat/completions': (body) => ofOpenai(parse(openaiChatSchema, body)),
  '/v1/responses': (body) => ofResponses(parse(openaiResponsesSchema, body)),
}

/** @throws RefusedError for what is no request of this shape. */
export function readCall(shape: CallShape, body: unknown, isOff: boolean): Call {
  const call = readers[shape](body)
  const { maxAnswerTokens: most } = call
  const isTask = !call.stream && call.history.length === 0 && call.prompt.startsWith('### Task:')
  const unvoted: Unvoted | undefined =
    call.unvoted ??
    (isOff
      ? 'asked-off'
      : most !== undefined && most <= fewTokens
        ? 'few-tokens'
        : isTask
          ? 'task'
          : undefined)
  return { ...call, ...defined({ unvoted }), ignored: ignoredNames(body) }
}

/** What clients say of sampling by themselves: the samples of a vote would be equal by it, or the model be loaded anew for it. */
const samplingNames = ['temperature', 'top_p', 'top_k', 'min_p', 'frequency_penalty', 'presence_penalty']
const takenOptions = new Set(['num_predict', 'seed', 'stop'])

function ignoredNames(body: unknown): string[] {
  if (!isFields(body)) return []
  const options = isFields(body['options']) ? Object.keys(body['options']) : []
  return [
    ...samplingNames.filter((name) => body[name] != null),
    ...options.filter((name) => !takenOptions.has(name) && /^[a-z_]{1,30}$/.test(name)).slice(0, 16),
  ]
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new RefusedError(400, `${path === '' ? 'The request' : path}: ${issue?.message ?? 'wrong'}.`)
}

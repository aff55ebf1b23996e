import type { z } from 'zod'
import { defined } from '../ground/defined.ts'
import { largestSeed } from '../ground/seed.ts'
import type { Message } from '../runtime/driver.ts'
import { RefusedError } from './refusal.ts'
import {
  type MagiWish,
  type OllamaChat,
  type OllamaGenerate,
  type OpenaiChat,
  ollamaChatSchema,
  ollamaGenerateSchema,
  openaiChatSchema,
} from './wire-schema.ts'

/** The shapes that a question can come in, by the path it is sent to. */
export type CallShape = '/api/chat' | '/api/generate' | '/v1/chat/completions'

/** What a client asks, whichever shape it came in. */
export interface Call {
  readonly shape: CallShape
  /** The model as the client wrote it. */
  readonly model: string
  readonly stream: boolean
  readonly system?: string
  /** What was said before the prompt, without old thinking. */
  readonly history: readonly Message[]
  readonly prompt: string
  readonly images: readonly string[]
  readonly format?: unknown
  readonly magi: MagiWish
  /** Answers that are asked for side by side. */
  readonly choices: number
  /** Most tokens of the answer that is shown. */
  readonly maxAnswerTokens?: number
  readonly hideThinking: boolean
  readonly includeUsage: boolean
  readonly seed?: number
  /** Why no vote is held on it, whatever its model; absent: one may be. */
  readonly unvoted?: Unvoted
}

/** One request that Magi answers itself. */
export interface AskedCall {
  readonly call: Call
  readonly client: string
  /** Two requests with the same key ask the same of the same. */
  readonly key: string
  /** The client says that it sends the request again. */
  readonly isRetry: boolean
}

/** Why a request gets no vote. */
export type Unvoted = 'tools' | 'load' | 'raw' | 'logprobs' | 'few-tokens' | 'task' | 'asked-off' | 'shape'

/** Requests for so few tokens are probes and titles. */
const fewTokens = 64

/** @throws RefusedError for what is no request of this shape. */
export function readCall(shape: CallShape, body: unknown, isOff: boolean): Call {
  const call =
    shape === '/api/chat'
      ? ofOllamaChat(parse(ollamaChatSchema, body))
      : shape === '/api/generate'
        ? ofOllamaGenerate(parse(ollamaGenerateSchema, body))
        : ofOpenai(parse(openaiChatSchema, body))
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
  return { ...call, ...defined({ unvoted }) }
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new RefusedError(400, `${path === '' ? 'The request' : path}: ${issue?.message ?? 'wrong'}.`)
}

type Turn = { readonly role: string; readonly content: string; readonly images: readonly string[] }

/** System text, history and prompt of a conversation; `undefined` where it does not end with a person's turn. */
function conversation(
  turns: readonly Turn[],
): Pick<Call, 'system' | 'history' | 'prompt' | 'images'> | undefined {
  const isSystem = ({ role }: Turn) => role === 'system' || role === 'developer'
  const system = turns
    .filter(isSystem)
    .map(({ content }) => content)
    .filter((text) => text !== '')
    .join('\n\n')
  const said = turns.filter((turn) => !isSystem(turn))
  const last = said.at(-1)
  if (last?.role !== 'user' || said.some(({ role }) => role !== 'user' && role !== 'assistant'))
    return undefined
  const history = said.slice(0, -1).map(
    ({ role, content, images }): Message => ({
      role: role as 'user' | 'assistant',
      content,
      ...(images.length === 0 ? {} : { images }),
    }),
  )
  return { ...(system === '' ? {} : { system }), history, prompt: last.content, images: last.images }
}

const nothingSaid = { history: [], prompt: '', images: [] } as const

function ofOllamaChat(body: OllamaChat): Call {
  const { messages = [], tools = [] } = body
  const hasCalls = messages.some(({ tool_calls: calls }) => Array.isArray(calls) && calls.length > 0)
  const said = conversation(
    messages.map(({ role, content = '', images = [] }) => ({ role, content, images })),
  )
  const unvoted: Unvoted | undefined =
    messages.length === 0
      ? 'load'
      : tools.length > 0 || hasCalls
        ? 'tools'
        : body.logprobs === true
          ? 'logprobs'
          : said === undefined
            ? 'shape'
            : undefined
  return { ...ofOllama('/api/chat', body), ...(said ?? nothingSaid), ...defined({ unvoted }) }
}

function ofOllamaGenerate(body: OllamaGenerate): Call {
  const { prompt = '', system, images = [], suffix = '', template = '' } = body
  const isRaw = body.raw === true || suffix !== '' || template !== '' || body.context != null
  const unvoted: Unvoted | undefined =
    prompt === '' ? 'load' : isRaw ? 'raw' : body.logprobs === true ? 'logprobs' : undefined
  return {
    ...ofOllama('/api/generate', body),
    ...{ history: [], prompt, images },
    ...defined({ system: system === '' ? undefined : system, unvoted }),
  }
}

function ofOllama(
  shape: CallShape,
  body: OllamaChat | OllamaGenerate,
): Omit<Call, 'history' | 'prompt' | 'images'> {
  const { model, stream = true, format, think, options, magi = {} } = body
  const most = options?.num_predict
  return {
    ...{ shape, model, stream, magi, choices: 1, includeUsage: true },
    hideThinking: think === false,
    ...defined({
      format: format == null || format === '' ? undefined : format,
      maxAnswerTokens: most !== undefined && most > 0 ? most : undefined,
      seed: seedOf(options?.seed),
    }),
  }
}

function ofOpenai(body: OpenaiChat): Call {
  const { model, stream = false, messages, tools = [], magi = {}, n = 1 } = body
  const hasCalls = messages.some(({ tool_calls: calls }) => Array.isArray(calls) && calls.length > 0)
  const said = conversation(messages.map(({ role, content }) => ({ role, ...contentOf(content) })))
  const unvoted: Unvoted | undefined =
    (tools.length > 0 && body.tool_choice !== 'none') || hasCalls
      ? 'tools'
      : messages.length === 0
        ? 'load'
        : body.logprobs === true
          ? 'logprobs'
          : said === undefined
            ? 'shape'
            : undefined
  return {
    ...{ shape: '/v1/chat/completions' as const, model, stream, magi, choices: n, hideThinking: false },
    includeUsage: body.stream_options?.include_usage === true,
    ...(said ?? nothingSaid),
    ...defined({
      format: formatOf(body.response_format),
      maxAnswerTokens: body.max_completion_tokens ?? body.max_tokens,
      seed: seedOf(body.seed),
      unvoted,
    }),
  }
}

/** Text and images of a message in parts. Images come with the message: none is fetched. */
function contentOf(content: OpenaiChat['messages'][number]['content']): Omit<Turn, 'role'> {
  if (content === undefined || typeof content === 'string') return { content: content ?? '', images: [] }
  const texts = content.flatMap(({ text }) => text ?? [])
  const images = content.flatMap(({ type, image_url: image }) => {
    if (type !== 'image_url' || image === undefined) return []
    const url = typeof image === 'string' ? image : image.url
    const [, base64] = /^data:[^,]*;base64,(.*)$/s.exec(url) ?? []
    if (base64 === undefined) throw new RefusedError(400, 'An image must come as a data: URL in base64.')
    return [base64]
  })
  return { content: texts.join('\n'), images }
}

function formatOf(format: OpenaiChat['response_format']): unknown {
  if (format?.type === 'json_object') return 'json'
  if (format?.type !== 'json_schema') return undefined
  const { json_schema: schema } = format as { json_schema?: { schema?: unknown } }
  return schema?.schema
}

/** A seed as the samples take it: others say any number. */
function seedOf(seed: number | undefined): number | undefined {
  if (seed === undefined || !Number.isSafeInteger(seed)) return undefined
  return Math.abs(seed) % (largestSeed + 1)
}

import { defined } from '../ground/defined.ts'
import type { Call, CallShape, Unvoted } from './call.ts'
import { conversation, limitOf, nothingSaid, seedOf } from './conversation.ts'
import type { OllamaChat, OllamaGenerate } from './wire-schema.ts'

/** A request of `/api/chat`. */
export function ofOllamaChat(body: OllamaChat): Omit<Call, 'ignored'> {
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

/** A request of `/api/generate`. */
export function ofOllamaGenerate(body: OllamaGenerate): Omit<Call, 'ignored'> {
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
): Omit<Call, 'ignored' | 'history' | 'prompt' | 'images'> {
  const { model, stream = true, format, think, options, magi = {}, keep_alive: keepAlive } = body
  const { num_predict: most, stop = [] } = options ?? {}
  return {
    ...{ shape, model, stream, magi, choices: 1, includeUsage: true },
    stops: typeof stop === 'string' ? [stop] : stop,
    hideThinking: think === false,
    ...defined({
      format: format == null || format === '' ? undefined : format,
      maxAnswerTokens: limitOf(most),
      seed: seedOf(options?.seed),
      // The model would be unloaded between samples.
      keepAlive: /^-?0/.test(String(keepAlive)) ? undefined : keepAlive,
    }),
  }
}

import { defined } from '../ground/defined.ts'
import type { Call, Unvoted } from './call.ts'
import { conversation, limitOf, nothingSaid, seedOf, type Turn } from './conversation.ts'
import { RefusedError } from './refusal.ts'
import type { ContentParts, OpenaiChat, OpenaiResponses } from './wire-schema.ts'

/** A request of `/v1/chat/completions`. */
export function ofOpenai(body: OpenaiChat): Omit<Call, 'ignored'> {
  const { model, stream = false, messages, tools = [], magi = {}, n = 1, stop = [] } = body
  const hasCalls = messages.some(({ tool_calls: calls }) => Array.isArray(calls) && calls.length > 0)
  const said = conversation(messages.map(({ role, content }) => turnOf(role, content)))
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
    stops: typeof stop === 'string' ? [stop] : stop,
    ...(said ?? nothingSaid),
    ...defined({
      format: formatOf(body.response_format?.type, body.response_format?.['json_schema']),
      maxAnswerTokens: limitOf(body.max_completion_tokens ?? body.max_tokens),
      seed: seedOf(body.seed),
      unvoted,
    }),
  }
}

/**
 * A request of `/v1/responses`, with all of its conversation in it: nothing of an earlier one is kept here.
 *
 * @throws RefusedError where it goes on with what another request said, or wants to be asked about later.
 */
export function ofResponses(body: OpenaiResponses): Omit<Call, 'ignored'> {
  const { model, stream = false, input, instructions = '', tools = [], magi = {}, text } = body
  if (body.previous_response_id != null || body.conversation != null || body.background === true) {
    throw new RefusedError(
      400,
      'previous_response_id, conversation and background need a memory of earlier requests, which is not kept here.',
      'Send the whole conversation as input.',
    )
  }
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  const messages = items.filter(({ type = 'message' }) => type === 'message')
  // Old thinking is left out; everything else belongs to tools.
  const hasCalls = items.some(({ type = 'message' }) => type !== 'message' && type !== 'reasoning')
  const said = conversation([
    turnOf('system', instructions),
    ...messages.map(({ role = '', content }) => turnOf(role, content)),
  ])
  const unvoted: Unvoted | undefined =
    (tools.length > 0 && body.tool_choice !== 'none') || hasCalls
      ? 'tools'
      : said === undefined
        ? 'shape'
        : undefined
  return {
    ...{ shape: '/v1/responses' as const, model, stream, magi, choices: 1, hideThinking: false },
    ...{ includeUsage: true, stops: [] },
    ...(said ?? nothingSaid),
    ...defined({
      format: formatOf(text?.format?.type, text?.format),
      maxAnswerTokens: limitOf(body.max_output_tokens),
      unvoted,
    }),
  }
}

/** What a vote can be held on in a message in parts. */
const readParts = new Set(['text', 'input_text', 'output_text', 'image_url', 'input_image'])

/** A message of either shape. Images come with it: none is fetched. */
function turnOf(role: string, content: string | ContentParts | undefined): Turn {
  if (content === undefined || typeof content === 'string')
    return { role, content: content ?? '', images: [] }
  const texts = content.flatMap(({ text }) => text ?? [])
  const images = content.flatMap(({ image_url: image }) => {
    if (image == null) return []
    const url = typeof image === 'string' ? image : image.url
    const [, base64] = /^data:[^,]*;base64,(.*)$/s.exec(url) ?? []
    if (base64 === undefined) throw new RefusedError(400, 'An image must come as a data: URL in base64.')
    return [base64]
  })
  const isOdd = content.some(({ type }) => !readParts.has(type))
  return { role, content: texts.join('\n'), images, isOdd }
}

function formatOf(type: string | undefined, schema: unknown): unknown {
  if (type === 'json_object') return 'json'
  if (type !== 'json_schema') return undefined
  return (schema as { schema?: unknown } | undefined)?.schema
}

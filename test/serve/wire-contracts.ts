import { z } from 'zod'
import { voteReportSchema } from '../../src/vote/schema.ts'
import { eventData } from './serving.ts'

/**
 * What the endpoint may send, in each shape, as the strictest of the clients read it: every object is closed, so that a field too many is
 * found as well as one too few.
 */

const filledText = z.string().min(1)
/** What `magi vote --json` prints, and why no vote was held on where that is so. */
const magi = voteReportSchema.and(z.looseObject({ reason: z.string().optional() }))
const count = z.int().min(0)

// Ollama: `api/types.go`, and what its clients need of it.

const details = z.strictObject({
  parent_model: z.string(),
  format: z.string(),
  family: z.string(),
  families: z.array(z.string()).nullable(),
  parameter_size: z.string(),
  quantization_level: z.string(),
  context_length: count.optional(),
  embedding_length: count.optional(),
})

export const tags = z.strictObject({
  models: z.array(
    z.strictObject({
      name: filledText,
      model: filledText,
      modified_at: z.iso.datetime({ offset: true }),
      size: count,
      digest: z.string().regex(/^[\da-f]{64}$/),
      details,
      capabilities: z.array(z.string()).optional(),
    }),
  ),
})

export const shown = z.looseObject({
  capabilities: z.array(z.string()),
  model_info: z.record(z.string(), z.unknown()),
  details,
})

export const version = z.strictObject({ version: z.string().regex(/^\d+\.\d+\.\d+/) })

export const ollamaError = z.strictObject({ error: filledText })

const head = { model: filledText, created_at: z.iso.datetime() }
const numbers = {
  done: z.literal(true),
  done_reason: z.enum(['stop', 'length']),
  total_duration: count,
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  eval_count: count,
  eval_duration: count,
  magi: magi.optional(),
}

/** Thinking is left out where there is none, and never comes with content: some clients show the one or the other. */
const piece = z
  .strictObject({ role: z.literal('assistant'), content: z.string(), thinking: filledText.optional() })
  .refine(({ content, thinking }) => content === '' || thinking === undefined)
const generatePiece = { response: z.string(), thinking: filledText.optional() }

const chatLine = z.union([
  z.strictObject({ ...head, message: piece, done: z.literal(false) }),
  z.strictObject({ ...head, message: piece, ...numbers }),
])
const generateLine = z.union([
  z.strictObject({ ...head, ...generatePiece, done: z.literal(false) }),
  z.strictObject({ ...head, ...generatePiece, ...numbers }),
])

export const chatWhole = z.strictObject({
  ...head,
  message: z.strictObject({
    role: z.literal('assistant'),
    content: z.string(),
    thinking: filledText.optional(),
  }),
  ...numbers,
})
export const generateWhole = z.strictObject({ ...head, ...generatePiece, ...numbers })

/** Lines of a stream: an object each and none blank, the last one alone with `done` or an error. */
export function ollamaLines(text: string, shape: 'chat' | 'generate'): unknown[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('The stream does not end with a line end.')
  const objects = lines.map((line) => JSON.parse(line) as { done?: boolean; error?: string })
  const last = objects.at(-1)
  if (objects.slice(0, -1).some(({ done, error }) => done !== false || error !== undefined))
    throw new Error('The stream goes on behind its end.')
  const schema = shape === 'chat' ? chatLine : generateLine
  return objects.map((each) => (each === last && 'error' in each ? ollamaError : schema).parse(each))
}

// OpenAI: the reference of its interface, and what its clients need of it.

export const openaiError = z.strictObject({
  error: z.strictObject({
    message: filledText,
    type: z.enum(['invalid_request_error', 'not_found_error', 'api_error']),
    param: z.null(),
    code: z.null(),
  }),
})

const model = z.strictObject({
  id: filledText,
  object: z.literal('model'),
  created: count,
  owned_by: filledText,
})
export const models = z.strictObject({ object: z.literal('list'), data: z.array(model) })

const usage = z
  .strictObject({
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    completion_tokens_details: z.strictObject({ reasoning_tokens: count }),
  })
  .refine((sum) => sum.total_tokens === sum.prompt_tokens + sum.completion_tokens)

const identity = { id: z.string().regex(/^chatcmpl-[\da-f-]{36}$/), created: count, model: filledText }
const finish = z.enum(['stop', 'length'])

export const completion = z.strictObject({
  ...identity,
  object: z.literal('chat.completion'),
  choices: z.array(
    z.strictObject({
      index: count,
      message: z.strictObject({
        role: z.literal('assistant'),
        content: z.string(),
        reasoning_content: filledText.optional(),
      }),
      finish_reason: finish,
    }),
  ),
  usage,
  magi: magi.optional(),
})

const delta = z.union([
  z.strictObject({ role: z.literal('assistant'), content: z.literal('') }),
  z.strictObject({ content: filledText }),
  z.strictObject({ reasoning_content: filledText }),
  z.strictObject({}),
])
const chunk = z.strictObject({
  ...identity,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(z.strictObject({ index: count, delta, finish_reason: finish.nullable() })),
  usage: usage.optional(),
  magi: magi.optional(),
})

export type Chunk = z.infer<typeof chunk>

/** Chunks of a stream: data and nothing else, one finish reason a choice, usage behind it, an end. An error ends it without any of that. */
export function openaiChunks(text: string): (Chunk | z.infer<typeof openaiError>)[] {
  if (!/^(?:data: .+\n\n)+$/.test(text)) throw new Error(`There is more than data in the stream: ${text}`)
  const data = eventData(text)
  const isDone = data.at(-1) === '[DONE]'
  const objects = (isDone ? data.slice(0, -1) : data).map((each) => JSON.parse(each) as object)
  const chunks = objects.map((each, at) =>
    (!isDone && at === objects.length - 1 ? openaiError : chunk).parse(each),
  )
  const choices = chunks.flatMap((each) => ('choices' in each ? each.choices : []))
  const reasons = choices.filter(({ finish_reason: reason }) => reason !== null)
  const indexes = new Set(choices.map(({ index }) => index))
  if (isDone && reasons.length !== indexes.size) throw new Error('Not one finish reason a choice.')
  if (new Set(objects.flatMap((each) => ('id' in each ? [each.id] : []))).size !== 1)
    throw new Error('The id changes.')
  return chunks
}

const responseText = z.strictObject({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.tuple([]),
  logprobs: z.tuple([]),
})
const summaryText = z.strictObject({ type: z.literal('summary_text'), text: z.string() })
const item = z.union([
  z.strictObject({
    ...{ id: z.string().regex(/^rs_/), type: z.literal('reasoning') },
    ...{ status: z.enum(['in_progress', 'completed']), summary: z.array(summaryText) },
  }),
  z.strictObject({
    ...{ id: z.string().regex(/^msg_/), type: z.literal('message'), role: z.literal('assistant') },
    ...{ status: z.enum(['in_progress', 'completed']), content: z.array(responseText) },
  }),
])

export const response = z.strictObject({
  id: z.string().regex(/^resp_/),
  object: z.literal('response'),
  created_at: count,
  status: z.enum(['in_progress', 'completed', 'incomplete', 'failed']),
  model: filledText,
  error: z.strictObject({ code: z.enum(['invalid_prompt', 'server_error']), message: filledText }).nullable(),
  incomplete_details: z.strictObject({ reason: z.literal('max_output_tokens') }).nullable(),
  instructions: z.null(),
  metadata: z.strictObject({}),
  output: z.array(item),
  parallel_tool_calls: z.boolean(),
  previous_response_id: z.null(),
  store: z.literal(false),
  tool_choice: z.literal('auto'),
  tools: z.tuple([]),
  temperature: z.null(),
  top_p: z.null(),
  truncation: z.literal('disabled'),
  usage: z
    .strictObject({
      input_tokens: count,
      input_tokens_details: z.strictObject({ cached_tokens: count }),
      output_tokens: count,
      output_tokens_details: z.strictObject({ reasoning_tokens: count }),
      total_tokens: count,
    })
    .nullable(),
  reasoning: z.strictObject({ effort: z.null(), summary: z.null() }),
  text: z.strictObject({ format: z.strictObject({ type: z.literal('text') }) }),
  max_output_tokens: count.nullable(),
  magi: magi.optional(),
})

const summaryPlace = { item_id: z.string(), output_index: count, summary_index: z.literal(0) }
const textPlace = { item_id: z.string(), output_index: count, content_index: z.literal(0) }
const logprobs = z.tuple([])
const fieldsOf: Readonly<Record<string, z.ZodRawShape>> = {
  'response.created': { response },
  'response.in_progress': { response },
  'response.output_item.added': { output_index: count, item },
  'response.reasoning_summary_part.added': { ...summaryPlace, part: summaryText },
  'response.reasoning_summary_text.delta': { ...summaryPlace, delta: filledText },
  'response.reasoning_summary_text.done': { ...summaryPlace, text: filledText },
  'response.reasoning_summary_part.done': { ...summaryPlace, part: summaryText },
  'response.content_part.added': { ...textPlace, part: responseText },
  'response.output_text.delta': { ...textPlace, delta: filledText, logprobs },
  'response.output_text.done': { ...textPlace, text: filledText, logprobs },
  'response.content_part.done': { ...textPlace, part: responseText },
  'response.output_item.done': { output_index: count, item },
  'response.completed': { response },
  'response.incomplete': { response },
  'response.failed': { response },
}

/** Events of a response: named as their type, numbered from 0, one that ends it and that one last. */
export function responseEvents(
  text: string,
): { readonly type: string; readonly response?: z.infer<typeof response> }[] {
  const events = text
    .split('\n\n')
    .slice(0, -1)
    .map((event, at) => {
      const [, name = '', data = ''] = /^event: (\S+)\ndata: (.+)$/.exec(event) ?? []
      const fields = fieldsOf[name]
      if (fields === undefined) throw new Error(`No event of a response: ${event}`)
      const schema = z.strictObject({
        type: z.literal(name),
        sequence_number: z.literal(at),
        ...fields,
      })
      return schema.parse(JSON.parse(data)) as { type: string; response?: z.infer<typeof response> }
    })
  const ends = events.filter(({ type }) => /^response\.(?:completed|incomplete|failed)$/.test(type))
  if (ends.length !== 1 || ends[0] !== events.at(-1)) throw new Error('Not one end, or not last.')
  return events
}

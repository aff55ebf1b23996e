import { z } from 'zod'
import type { SettingName } from '../config/settings.ts'
import { policySettings } from '../vote/policy.ts'

/** What `/api/tags` must tell of a model; the rest is passed on as it came. */
export const tagsSchema = z.looseObject({
  models: z.array(
    z.looseObject({
      name: z.string(),
      digest: z.string().default(''),
      capabilities: z.array(z.string()).optional(),
    }),
  ),
})

const image = z.string().max(64 * 1_048_576)
const filled = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)

const name = z
  .string()
  .regex(/^[\w-]+$/, 'wants a name')
  .optional()

/** Settings that a request may say beside the policy of its vote: none that decides where data goes, or names a file. */
const wished = [
  ...(['answer', 'seed', 'onTrip', 'maxTokens', 'maxThinkingTokens'] as const),
  ...(['timeout', 'idleTimeout', 'firstPartTimeout', 'loopGuard'] as const),
  ...Object.values(policySettings),
] satisfies SettingName[]

const scalar = z.union([z.string(), z.number(), z.boolean()]).optional()

/** What a request asks of its vote, in either shape. Each value is read as the flag of its name. */
export const magiSchema = z.strictObject({
  ...(Object.fromEntries(wished.map((setting) => [setting, scalar])) as Record<
    (typeof wished)[number],
    typeof scalar
  >),
  choices: z.array(z.string().min(1)).min(2).max(26).optional(),
  language: z.string().max(40).optional(),
  preset: name,
  profile: name,
})

export type MagiWish = z.infer<typeof magiSchema>

const stops = filled(z.union([z.string().min(1), z.array(z.string().min(1)).max(16)]))

const common = {
  model: z.string().min(1),
  magi: filled(magiSchema),
  tools: filled(z.array(z.unknown())),
}

const ollamaShared = {
  ...common,
  stream: filled(z.boolean()),
  format: z.unknown().optional(),
  think: z.unknown().optional(),
  keep_alive: filled(z.union([z.string(), z.number()])),
  options: filled(z.looseObject({ num_predict: filled(z.number()), seed: filled(z.number()), stop: stops })),
  logprobs: z.unknown().optional(),
}

/** `/api/chat`. Fields that are not looked at are the runtime's. */
export const ollamaChatSchema = z.looseObject({
  ...ollamaShared,
  messages: filled(
    z.array(
      z.looseObject({
        role: z.string(),
        content: filled(z.string()),
        images: filled(z.array(image)),
        tool_calls: z.unknown().optional(),
      }),
    ),
  ),
})

/** `/api/generate`. */
export const ollamaGenerateSchema = z.looseObject({
  ...ollamaShared,
  prompt: filled(z.string()),
  system: filled(z.string()),
  images: filled(z.array(image)),
  raw: z.unknown().optional(),
  suffix: filled(z.string()),
  template: filled(z.string()),
  context: z.unknown().optional(),
})

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  image_url: z.union([z.string(), z.looseObject({ url: z.string() })]).nullish(),
})

const content = filled(z.union([z.string(), z.array(part)]))

export type ContentParts = readonly z.infer<typeof part>[]

/** Most messages of a conversation. */
const mostMessages = 2_000

/** `/v1/chat/completions`. */
export const openaiChatSchema = z.looseObject({
  ...common,
  stream: filled(z.boolean()),
  stream_options: filled(z.looseObject({ include_usage: filled(z.boolean()) })),
  messages: z
    .array(
      z.looseObject({
        role: z.string(),
        content,
        tool_calls: z.unknown().optional(),
      }),
    )
    .max(mostMessages),
  n: filled(z.int().min(1).max(128)),
  max_tokens: filled(z.number()),
  max_completion_tokens: filled(z.number()),
  seed: filled(z.int()),
  response_format: filled(z.looseObject({ type: z.string() })),
  stop: stops,
  tool_choice: z.unknown().optional(),
  logprobs: z.unknown().optional(),
})

/** `/v1/responses`. */
export const openaiResponsesSchema = z.looseObject({
  ...common,
  stream: filled(z.boolean()),
  input: z.union([
    z.string(),
    z
      .array(z.looseObject({ type: z.string().optional(), role: z.string().optional(), content }))
      .max(mostMessages),
  ]),
  instructions: filled(z.string()),
  max_output_tokens: filled(z.number()),
  text: filled(z.looseObject({ format: filled(z.looseObject({ type: z.string() })) })),
  tool_choice: z.unknown().optional(),
  previous_response_id: z.unknown().optional(),
  conversation: z.unknown().optional(),
  background: z.unknown().optional(),
})

export type OpenaiResponses = z.infer<typeof openaiResponsesSchema>
export type OllamaChat = z.infer<typeof ollamaChatSchema>
export type OllamaGenerate = z.infer<typeof ollamaGenerateSchema>
export type OpenaiChat = z.infer<typeof openaiChatSchema>

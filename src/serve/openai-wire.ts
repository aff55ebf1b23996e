import { randomUUID } from 'node:crypto'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import type { Call } from './call.ts'
import type { Refusal } from './refusal.ts'
import type { Ending, Wire } from './wire.ts'

/**
 * The shape of OpenAI's chat completions. Thinking goes by `reasoning_content`, the one name that every client that shows it reads. A stream
 * has no comments and no ids: some clients end at the one, and fail at the other.
 */
export function openaiWire(call: Pick<Call, 'model' | 'includeUsage' | 'choices'>, clock: Clock): Wire {
  const identity = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(clock.date().getTime() / 1_000),
    model: call.model,
  }
  const chunk = (choices: readonly unknown[], more: object = {}) =>
    event({ ...identity, object: 'chat.completion.chunk', choices, ...more })
  const delta = (value: object, index = 0) => chunk([{ index, delta: value, finish_reason: null }])
  return {
    streamType: 'text/event-stream; charset=utf-8',
    first: () =>
      Array.from({ length: call.choices }, (_, index) =>
        delta({ role: 'assistant', content: '' }, index),
      ).join(''),
    thinking: (text) => delta({ reasoning_content: text }),
    answer: (content, choice) => delta({ content }, choice),
    alive: () => delta({}),
    last(ending) {
      const { answers, magi } = ending
      const ends = answers.map(({ isCut }, index) => ({ index, delta: {}, finish_reason: reason(isCut) }))
      // One choice a chunk, as others send it; what is said of the vote stands in the last of them.
      const chunks = ends.map((end, at) => chunk([end], at === ends.length - 1 ? defined({ magi }) : {}))
      if (call.includeUsage) chunks.push(chunk([], { usage: usageOf(ending) }))
      return `${chunks.join('')}data: [DONE]\n\n`
    },
    failure: (refusal) => event(openaiRefusal(refusal)),
    whole: (ending) => ({
      ...identity,
      object: 'chat.completion',
      choices: ending.answers.map(({ text, thinking, isCut }, index) => ({
        index,
        message: {
          role: 'assistant',
          content: text,
          ...(thinking === '' ? {} : { reasoning_content: thinking }),
        },
        finish_reason: reason(isCut),
      })),
      usage: usageOf(ending),
      ...defined({ magi: ending.magi }),
    }),
    refusal: openaiRefusal,
  }
}

/** A refusal as OpenAI's clients read it. */
export function openaiRefusal({ status, message }: Refusal) {
  const type = status === 404 ? 'not_found_error' : status < 500 ? 'invalid_request_error' : 'api_error'
  return { error: { message, type, param: null, code: null } }
}

function reason(isCut: boolean): 'stop' | 'length' {
  return isCut ? 'length' : 'stop'
}

function usageOf({ usage: { prompt, output, thinking } }: Ending) {
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    completion_tokens_details: { reasoning_tokens: thinking },
  }
}

function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

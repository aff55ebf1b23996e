import { randomUUID } from 'node:crypto'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import type { Call } from './call.ts'
import { openaiRefusal } from './openai-wire.ts'
import type { Ending, Wire } from './wire.ts'

/** An item of what a response puts out. */
type Item = Readonly<Record<string, unknown>> & { readonly id: string }

/**
 * The shape of OpenAI's responses, without a memory of earlier ones. Thinking is the summary of a reasoning item, the answer a message item
 * behind it; what is said of the vote stands in the response of the last event.
 *
 * Source: Ollama v0.32.15, `openai/responses.go`, for the events and their order.
 */
export function responsesWire(call: Pick<Call, 'model' | 'maxAnswerTokens'>, clock: Clock): Wire {
  const id = `resp_${randomUUID()}`
  const createdAt = Math.floor(clock.date().getTime() / 1_000)
  const output: Item[] = []
  let sequence = 0
  let thinking: Text | undefined
  let answer: Text | undefined

  const event = (type: string, fields: object): string => {
    const data = JSON.stringify({ type, sequence_number: sequence, ...fields })
    sequence += 1
    return `event: ${type}\ndata: ${data}\n\n`
  }
  const response = (status: string, more: object = {}) => ({
    ...{ id, object: 'response', created_at: createdAt, status, model: call.model },
    ...{ error: null, incomplete_details: null, instructions: null, metadata: {}, output },
    ...{
      parallel_tool_calls: true,
      previous_response_id: null,
      store: false,
      tool_choice: 'auto',
      tools: [],
    },
    ...{ temperature: null, top_p: null, truncation: 'disabled', usage: null },
    ...{ reasoning: { effort: null, summary: null }, text: { format: { type: 'text' } } },
    max_output_tokens: call.maxAnswerTokens ?? null,
    ...more,
  })
  const opened = (kind: TextKind): [Text, string] => {
    const text = new Text(kind, output.length)
    const { place, part } = text
    const added = { output_index: place.output_index, item: text.item('in_progress') }
    return [
      text,
      event('response.output_item.added', added) + event(kind.partAdded, { ...place, part: part('') }),
    ]
  }
  const closed = ({ kind, place, item, text, part }: Text): string => {
    const whole = item('completed')
    output.push(whole)
    return (
      event(kind.textDone, { ...place, ...kind.more, text }) +
      event(kind.partDone, { ...place, part: part(text) }) +
      event('response.output_item.done', { output_index: place.output_index, item: whole })
    )
  }
  const closedThinking = () => {
    const text = thinking === undefined ? '' : closed(thinking)
    thinking = undefined
    return text
  }
  const alive = () => event('response.in_progress', { response: response('in_progress') })

  return {
    streamType: 'text/event-stream; charset=utf-8',
    first: () => event('response.created', { response: response('in_progress') }) + alive(),
    thinking(text) {
      let before = ''
      if (thinking === undefined) [thinking, before] = opened(thinkingKind)
      thinking.text += text
      return before + event(thinkingKind.delta, { ...thinking.place, delta: text })
    },
    answer(text) {
      let before = closedThinking()
      if (answer === undefined) {
        const [fresh, events] = opened(answerKind)
        answer = fresh
        before += events
      }
      answer.text += text
      return before + event(answerKind.delta, { ...answer.place, ...answerKind.more, delta: text })
    },
    alive,
    last(ending) {
      const end = closedThinking() + (answer === undefined ? '' : closed(answer))
      const [type, over] = ended(ending)
      return end + event(type, { response: response(over.status, over.more) })
    },
    failure({ status, message }) {
      const code = status < 500 ? 'invalid_prompt' : 'server_error'
      return event('response.failed', { response: response('failed', { error: { code, message } }) })
    },
    whole(ending) {
      const [said] = ending.answers
      for (const [kind, text] of [
        [thinkingKind, said?.thinking ?? ''],
        [answerKind, said?.text ?? ''],
      ] as const) {
        if (text === '' && kind === thinkingKind) continue
        const item = new Text(kind, output.length)
        item.text = text
        output.push(item.item('completed'))
      }
      const [, over] = ended(ending)
      return response(over.status, over.more)
    },
    refusal: openaiRefusal,
  }
}

/** What an ending is in the terms of a response: the last event, the status, and what else is known only then. */
function ended({ answers, usage, magi }: Ending): [string, { status: string; more: object }] {
  const isCut = answers[0]?.isCut === true
  const status = isCut ? 'incomplete' : 'completed'
  const more = {
    ...(isCut ? { incomplete_details: { reason: 'max_output_tokens' } } : {}),
    usage: {
      input_tokens: usage.prompt,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.thinking },
      total_tokens: usage.prompt + usage.output,
    },
    ...defined({ magi }),
  }
  return [`response.${status}`, { status, more }]
}

/** One of the two kinds of text that a response puts out, and the names of its events. */
interface TextKind {
  readonly prefix: string
  readonly index: string
  readonly partAdded: string
  readonly delta: string
  readonly textDone: string
  readonly partDone: string
  /** What its events say besides. */
  readonly more: object
  part(text: string): object
  item(status: string, parts: readonly object[]): object
}

const thinkingKind: TextKind = {
  prefix: 'rs',
  index: 'summary_index',
  partAdded: 'response.reasoning_summary_part.added',
  delta: 'response.reasoning_summary_text.delta',
  textDone: 'response.reasoning_summary_text.done',
  partDone: 'response.reasoning_summary_part.done',
  more: {},
  part: (text) => ({ type: 'summary_text', text }),
  item: (status, summary) => ({ type: 'reasoning', status, summary }),
}

const answerKind: TextKind = {
  prefix: 'msg',
  index: 'content_index',
  partAdded: 'response.content_part.added',
  delta: 'response.output_text.delta',
  textDone: 'response.output_text.done',
  partDone: 'response.content_part.done',
  more: { logprobs: [] },
  part: (text) => ({ type: 'output_text', text, annotations: [], logprobs: [] }),
  item: (status, content) => ({ type: 'message', status, role: 'assistant', content }),
}

/** A text that is put out, as one item with one part. */
class Text {
  readonly kind: TextKind
  readonly place: Readonly<Record<string, unknown>> & { readonly output_index: number }
  readonly #id: string
  text = ''

  constructor(kind: TextKind, outputIndex: number) {
    this.kind = kind
    this.#id = `${kind.prefix}_${randomUUID()}`
    this.place = { item_id: this.#id, output_index: outputIndex, [kind.index]: 0 }
  }

  readonly part = (text: string): object => this.kind.part(text)

  readonly item = (status: string): Item => {
    const parts = status === 'in_progress' ? [] : [this.kind.part(this.text)]
    return { id: this.#id, ...this.kind.item(status, parts) }
  }
}

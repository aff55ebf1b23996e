import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import type { Call } from './call.ts'
import type { Ending, Wire } from './wire.ts'

const nsPerMs = 1_000_000

/**
 * The runtime's own shape: a JSON object a line, no line blank. Thinking is left out where there is none: some clients take empty thinking
 * for the answer.
 *
 * Source: Ollama v0.32.15, `api/types.go` and `server/routes.go`.
 */
export function ollamaWire(call: Pick<Call, 'shape' | 'model' | 'hideThinking'>, clock: Clock): Wire {
  const { model, hideThinking } = call
  const isChat = call.shape === '/api/chat'
  const saying = (content: string, thinking?: string) =>
    isChat
      ? { message: { role: 'assistant', content, ...defined({ thinking }) } }
      : { response: content, ...defined({ thinking }) }
  const head = () => ({ model, created_at: clock.date().toISOString() })
  const chunk = (content: string, thinking?: string) =>
    line({ ...head(), ...saying(content, thinking), done: false })
  const done = ({ answers, usage, magi, elapsedMs }: Ending) => {
    const ns = Math.round(elapsedMs) * nsPerMs
    return {
      done: true,
      done_reason: answers[0]?.isCut === true ? 'length' : 'stop',
      total_duration: ns,
      load_duration: 0,
      prompt_eval_count: usage.prompt,
      prompt_eval_duration: 0,
      eval_count: usage.output,
      eval_duration: ns,
      ...defined({ magi }),
    }
  }
  return {
    streamType: 'application/x-ndjson',
    first: () => chunk(''),
    thinking: (text) => (hideThinking ? chunk('') : chunk('', text)),
    answer: (text) => chunk(text),
    alive: () => chunk(''),
    last: (ending) => line({ ...head(), ...saying(''), ...done(ending) }),
    failure: ({ message }) => line({ error: message }),
    whole(ending) {
      const [answer] = ending.answers
      const thinking = hideThinking || !answer?.thinking ? undefined : answer.thinking
      return { ...head(), ...saying(answer?.text ?? '', thinking), ...done(ending) }
    },
    refusal: ({ message }) => ({ error: message }),
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

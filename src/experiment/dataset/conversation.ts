import { isFields } from '../../ground/fields.ts'

/** A question out of a conversation, with the reply where there is one; or why it is not one question. */
export type Conversation = { readonly prompt: string; readonly reply?: string } | { readonly wrong: string }

/** Who speaks, under the names that chat rows use (`role` and `content`, or `from` and `value`). */
const speakers: Readonly<Record<string, 'system' | 'user' | 'assistant'>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  prompter: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  model: 'assistant',
  bot: 'assistant',
}

/** Whether a value is a list of messages. */
export function isConversation(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (item) => isFields(item) && (speakerOf(item) !== undefined || typeof item['role'] === 'string'),
    )
  )
}

/**
 * Reads a list of messages: what the system and the user say is the prompt, what the assistant says after it is the reply.
 *
 * One question is asked of the model, so a conversation with several is refused, as are messages that hold more than text.
 */
export function conversationOf(messages: readonly Readonly<Record<string, unknown>>[]): Conversation {
  const said: { readonly speaker: 'system' | 'user' | 'assistant'; readonly text: string }[] = []
  for (const message of messages) {
    const speaker = speakerOf(message)
    if (speaker === undefined)
      return { wrong: `a message of "${String(message['role'])}": system, user and assistant are known` }
    const text = textOf(message['content'] ?? message['value'])
    if (text === undefined) return { wrong: 'a message that holds more than text' }
    said.push({ speaker, text: text.trim() })
  }
  const questions = said.filter(({ speaker }) => speaker === 'user')
  if (questions.length !== 1) {
    return {
      wrong: `a conversation with ${questions.length} messages of the user, where one question is expected`,
    }
  }
  const asked = said.findIndex(({ speaker }) => speaker === 'user')
  if (said.slice(0, asked).some(({ speaker }) => speaker === 'assistant'))
    return { wrong: 'a conversation that the assistant begins, where one question is expected' }
  const before = said.filter(({ speaker }) => speaker === 'system')
  const prompt = [...before, ...questions].map(({ text }) => text).filter((text) => text !== '')
  const reply = said.slice(asked).findLast(({ speaker }) => speaker === 'assistant')?.text
  return { prompt: prompt.join('\n\n'), ...(reply === undefined || reply === '' ? {} : { reply }) }
}

function speakerOf(message: Readonly<Record<string, unknown>>) {
  const name = message['role'] ?? message['from']
  return typeof name === 'string' && Object.hasOwn(speakers, name.toLowerCase())
    ? speakers[name.toLowerCase()]
    : undefined
}

/** The text of a message: a text, or a list of parts that are all text. */
function textOf(content: unknown): string | undefined {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return undefined
  const texts = content.map((part) =>
    typeof part === 'string'
      ? part
      : isFields(part) && typeof part['text'] === 'string'
        ? part['text']
        : undefined,
  )
  return texts.every((text) => text !== undefined) ? texts.join('\n') : undefined
}

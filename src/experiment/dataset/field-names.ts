import { isFields } from '../../ground/fields.ts'
import { isConversation } from './conversation.ts'
import type { FieldNames } from './format.ts'
import { findField, isFilled } from './record.ts'

/** Names under which problem sets keep the text of a problem. */
export const promptNames = ['problem', 'question'] as const

/** Names under which they keep it as a conversation. */
export const conversationNames = ['messages', 'conversations', 'conversation'] as const

/** Names under which they keep what tells problems apart. */
export const idNames = [
  'id',
  'unique_id',
  'problem_id',
  'question_id',
  'problem_idx',
  'idx',
  'index',
] as const

/** Names of fields that a problem has and a set of problems has not. */
const goldNames = ['answer', 'answerKey', 'solution', 'Correct Answer'] as const

/**
 * Whether an object is a problem by itself: it has the text of one, or a gold answer. An object that is none may hold a list of problems.
 *
 * @param named - What the user said of the fields.
 */
export function isProblem(value: Readonly<Record<string, unknown>>, named: FieldNames): boolean {
  const holds = (name: string, test: (held: unknown) => boolean) => {
    const field = findField(value, name)
    return field !== undefined && test(value[field])
  }
  if ([named.prompt, named.answer].some((name) => name !== undefined && Object.hasOwn(value, name)))
    return true
  return (
    ['prompt', 'question_stem', ...promptNames, ...conversationNames].some((name) => holds(name, isPrompt)) ||
    goldNames.some((name) => holds(name, (held) => isFilled(held) && typeof held !== 'object'))
  )
}

function isPrompt(value: unknown): boolean {
  return typeof value === 'string' || isConversation(value) || (isFields(value) && 'stem' in value)
}

import type { AnswerContext } from '../answer.ts'
import { keyChoice } from './key-choice.ts'
import { keyMathematics } from './key-mathematics.ts'
import type { KeyedAnswer } from './keyed-answer.ts'
import { type Limit, LimitReached, limits } from './limits.ts'
import { plainTextKey } from './normalise/plain-text.ts'
import { normalise } from './normalise/wrappers.ts'
import { reading } from './reading.ts'
import { jsonKey } from './structure/json.ts'

/**
 * Keys an answer: reads it once, in every way that notation leaves open.
 *
 * Never throws. Over a limit (see `limits`) the answer is keyed by its normalised text alone and says which limit it met.
 *
 * @param text - The answer as extracted; delimiters such as `$…$` or `\boxed{}` may still be around it.
 * @param context - What is known of the problem: the kind asked for, the options, the language.
 */
export function keyAnswer(text: string, context: AnswerContext = {}): KeyedAnswer {
  if (text.length > limits.characters) return textOnly(text, text.trim(), 'characters')
  const normal = normalise(text)
  // Some signs become commands: a thousand "½" are ten thousand characters of LaTeX.
  if (normal.length > 2 * limits.characters) return textOnly(text, text.trim(), 'characters')
  const kind = context.kind ?? 'auto'
  try {
    if (kind === 'text') return textOnly(text, normal)
    if (kind === 'json') return keyJson(text, normal)
    const choice = keyChoice(text, normal, context)
    if (choice !== undefined) return choice
    return keyMathematics(text, normal, context) ?? textOnly(text, normal)
  } catch (thrown) {
    // Whatever fails inside one answer is that answer's: a vote must not end by what one sample wrote.
    return textOnly(text, normal, thrown instanceof LimitReached ? thrown.limit : 'failure')
  }
}

function textOnly(text: string, normal: string, limit?: Limit): KeyedAnswer {
  // Long text is folded no further: what a fold costs must not grow with what a model writes.
  const key = limit === undefined ? plainTextKey(normal) : normal.replace(/\s+/g, ' ')
  const keyed = { text, kind: 'text', readings: [reading('literal', { type: 'text', text: key })] } as const
  return limit === undefined ? keyed : { ...keyed, limit }
}

function keyJson(text: string, normal: string): KeyedAnswer {
  const key = jsonKey(text) ?? jsonKey(normal)
  if (key === undefined) return textOnly(text, normal)
  const shape = { type: 'group', tag: `json ${key}`, order: 'kept', items: [] } as const
  return { text, kind: 'json', readings: [reading('literal', shape)] }
}

import type { AnswerContext, Grouping } from './answer.ts'
import { keyAnswer } from './equivalence/key-answer.ts'
import type { KeyedAnswer } from './equivalence/keyed-answer.ts'
import { groupAnswers } from './group-answers.ts'

/**
 * Groups the answers to one problem again and again, as a vote does after each sample: every spelling is keyed once.
 *
 * @param context - What is known of the problem.
 */
export function answerGrouper(context: AnswerContext): (answers: readonly string[]) => Grouping {
  const keys = new Map<string, KeyedAnswer>()
  const keyOf = (text: string) => {
    const known = keys.get(text)
    if (known !== undefined) return known
    const key = keyAnswer(text, context)
    keys.set(text, key)
    return key
  }
  return (answers) => groupAnswers(answers.map(keyOf), context)
}

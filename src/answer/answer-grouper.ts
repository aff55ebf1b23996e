import { defined } from '../ground/defined.ts'
import type { AnswerContext, Grouping } from './answer.ts'
import { keyAnswer } from './equivalence/key-answer.ts'
import type { KeyedAnswer } from './equivalence/keyed-answer.ts'
import { groupAnswers } from './group-answers.ts'
import { type GroupGrower, growingGroups } from './growing-groups.ts'

/** Groups the answers to one problem: all at once, or as they come. */
export interface AnswerGrouper extends GroupGrower {
  (answers: readonly string[]): Grouping
}

/**
 * Groups the answers to one problem again and again: every spelling is keyed once.
 *
 * @param context - What is known of the problem.
 */
export function answerGrouper(context: AnswerContext): AnswerGrouper {
  const keys = new Map<string, KeyedAnswer>()
  const keyOf = (text: string) => {
    const known = keys.get(text)
    if (known !== undefined) return known
    const key = keyAnswer(text, context)
    keys.set(text, key)
    return key
  }
  const group = (answers: readonly string[]) => groupAnswers(answers.map(keyOf), context)
  return Object.assign(group, { grow: () => growingGroups(context), ...defined({ fields: context.fields }) })
}

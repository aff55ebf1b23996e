import type { AnswerContext } from '../answer/answer.ts'
import type { Problem } from '../config/problem.ts'
import { defined } from '../ground/defined.ts'

/**
 * What is known of the answer of a problem: its own kind, options and language, before what was asked for all.
 */
export function answerContextOf(problem: Problem, asked: AnswerContext): AnswerContext {
  const { kind, choices, language } = problem
  const { fields: _fields, ...ofWholes } = asked
  const isOther = choices !== undefined || (kind !== undefined && kind !== 'json')
  return {
    ...(isOther ? ofWholes : asked),
    ...defined({ kind }),
    ...(choices === undefined ? {} : { choices, kind: kind ?? 'choice' }),
    ...defined({ language }),
  }
}

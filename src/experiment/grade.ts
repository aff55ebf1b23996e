import type { AnswerContext } from '../answer/answer.ts'
import { type Dispute, disputeOf, type GradedAnswer } from './grade-dispute.ts'

/**
 * Whether two answers say the same, and by which rule: the answer engine. The first is the reference: where an answer can be read in two ways, its
 * reading decides.
 */
export type SameAnswer = (
  reference: string,
  answer: string,
  context: AnswerContext,
) => { readonly same: boolean; readonly by: string }

/** Whether an answer is right, and why that was found. */
export interface Verdict {
  readonly correct: boolean
  /** The rule of the answer engine that decided; `dispute` where a person overruled it. */
  readonly by: string
  /** The gold answer that it equals, else the first one. */
  readonly gold: string
  /** What was overruled, and why. Absent where nobody disputed the verdict. */
  readonly dispute?: { readonly was: boolean; readonly reason: string }
}

/** Against what an answer is graded. */
export interface Grading {
  /** Gold answers, at least one: an answer equal to any of them is right. */
  readonly gold: readonly string[]
  readonly context: AnswerContext
  readonly sameAnswer: SameAnswer
  /** What people said against verdicts; none where absent. */
  readonly disputes?: readonly Dispute[]
}

/**
 * Grades an answer against the gold answers, in their order.
 *
 * @throws RangeError without a gold answer: nothing is right or wrong then.
 */
export function gradeAnswer(
  graded: GradedAnswer,
  { gold, context, sameAnswer, disputes = [] }: Grading,
): Verdict {
  const [first] = gold
  if (first === undefined)
    throw new RangeError(`problem "${graded.problem}" has no gold answer to grade against`)
  const { fields } = context
  const compare = (reference: string) =>
    fields === undefined
      ? sameAnswer(reference, graded.answer, context)
      : { same: fields.same(reference, graded.answer), by: 'fields' }
  const comparisons = gold.map((reference) => ({ reference, ...compare(reference) }))
  const match = comparisons.find(({ same }) => same)
  const verdict: Verdict = {
    correct: match !== undefined,
    by: (match ?? comparisons[0])?.by ?? '',
    gold: match?.reference ?? first,
  }
  const dispute = disputeOf(graded, disputes, (disputed) => sameAnswer(disputed, graded.answer, context).same)
  if (dispute === undefined) return verdict
  return {
    ...verdict,
    correct: dispute.correct,
    by: 'dispute',
    dispute: { was: verdict.correct, reason: dispute.reason },
  }
}

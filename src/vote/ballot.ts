import type { AnswerKind, noAnswerReasons } from '../answer/answer.ts'
import type { Sample } from '../sample/sample.ts'

/** Why a sample that was drawn does not vote: it gave no answer, or its answer was forced out after a trip. */
export type AbstainReason = (typeof noAnswerReasons)[number] | 'forced'

/** A sample's answer as counted. */
export interface CountedBallot {
  readonly type: 'counted'
  /** Place of the sample in the launch order, from 0. Ties go by it, never by arrival. */
  readonly index: number
  /** The answer as extracted. */
  readonly answer: string
  readonly kind: AnswerKind
  /** What the ballot weighs, above 0; 1 in a plain majority vote. */
  readonly weight: number
}

/** A sample that was drawn and does not vote. It uses up budget, is shown, and never wins. */
export interface Abstention {
  readonly type: 'abstained'
  /** Place of the sample in the launch order, from 0. */
  readonly index: number
  readonly reason: AbstainReason
}

/** One drawn sample in the count: an answer, or an abstention with its reason. */
export type Ballot = CountedBallot | Abstention

/** What of a policy says which samples vote. */
export interface BallotTerms {
  /** Let answers that were forced out after a trip vote too. */
  readonly countForced: boolean
}

/**
 * The ballot of one sample.
 *
 * Only an answer that the model finished by itself counts. An answer cut off by the length limit, forced out after a trip, or
 * left behind by a broken stream abstains: mixing such answers in loses far more votes than it wins.
 *
 * @param sample - A sample that ended.
 * @returns The ballot; `undefined` for a cancelled sample, which was never drawn to its end and is not counted at all.
 */
export function ballotOf(
  sample: Pick<Sample, 'index' | 'answer' | 'end' | 'forced'>,
  { countForced }: BallotTerms,
): Ballot | undefined {
  const { index, answer, end } = sample
  const abstain = (reason: AbstainReason): Abstention => ({ type: 'abstained', index, reason })
  if (end.type === 'cancelled') return undefined
  if (end.type === 'failed') return abstain('failed')
  if (sample.forced && !countForced) return abstain('forced')
  if (end.type === 'tripped' && !sample.forced) return abstain('tripped')
  if (end.type === 'finished' && end.reason === 'length') return abstain('truncated')
  if (answer.type === 'none') return abstain(answer.reason)
  return { type: 'counted', index, answer: answer.value, kind: answer.kind, weight: 1 }
}

import type { AnswerContext } from './answer.ts'
import { attaches, skeletonOf } from './equivalence/anchor.ts'
import { type DecidingLayer, layerOfJoin, layerOfKey, layerOfReadings } from './equivalence/deciding-layer.ts'
import { keyAnswer } from './equivalence/key-answer.ts'
import type { KeyedAnswer, Reading } from './equivalence/keyed-answer.ts'
import { readingPairs, sameNumerically, unitsAgree } from './equivalence/reading-match.ts'
import { type Shape, scalarsOf } from './equivalence/structure/shape.ts'
import { compareScalars } from './equivalence/value/scalar.ts'

/** Whether two answers are one, and the layer that says so. */
export interface Sameness {
  readonly same: boolean
  readonly by: DecidingLayer
}

/**
 * A decimal counts as the rounding of an exact value from this many significant digits. Two answers have no electorate
 * behind them, so the demand is higher than in a vote.
 */
const digitsOfRounding = 6

/**
 * Whether two answers say the same.
 *
 * Symmetric, and every answer is the same as itself. Not transitive, because notation is not: `x=3` is `3`, and `(0,1)` is
 * both a point and an interval. To count votes use `groupAnswers`, which decides such answers by all the others.
 *
 * Exact for numbers: 1/2⁹⁹ is not 1/2⁹⁸, and 3.14 is not π. A decimal of six significant digits and more is the same as a
 * value that it rounds or cuts off.
 *
 * Never throws.
 *
 * @param a - An answer, or one that was keyed before (with the same context).
 * @param context - What is known of the problem both belong to.
 */
export function sameAnswer(
  a: string | KeyedAnswer,
  b: string | KeyedAnswer,
  context: AnswerContext = {},
): Sameness {
  const [x, y] = [keyed(a, context), keyed(b, context)]
  if (x.text === y.text)
    return { same: true, by: x.limit === undefined ? layerOfKey(x.readings[0]) : 'limits' }
  const pairs = readingPairs(x, y)
  let unitClash = false
  for (const [left, right] of pairs) {
    if (left.key !== right.key) continue
    if (unitsAgree(left.unit, right.unit)) return { same: true, by: layerOfJoin(x, y, left, right) }
    unitClash = true
  }
  if (unitClash) return { same: false, by: 'unit' }
  for (const [left, right] of pairs) {
    if (!unitsAgree(left.unit, right.unit)) continue
    if (sameNumerically(left, right)) return { same: true, by: layerOfReadings(left, right) ?? 'numeric' }
    if (rounds(left, right) || rounds(right, left)) return { same: true, by: 'rounding' }
  }
  return { same: false, by: partedBy(x, y) }
}

function keyed(answer: string | KeyedAnswer, context: AnswerContext): KeyedAnswer {
  return typeof answer === 'string' ? keyAnswer(answer, context) : answer
}

function rounds(decimal: Reading, value: Reading): boolean {
  const skeleton = skeletonOf(decimal.shape)
  if (!skeleton?.scalars.some((scalar) => (scalar.decimal?.digits ?? 0) >= digitsOfRounding)) return false
  const anchor = skeletonOf(value.shape)
  return anchor !== undefined && attaches(skeleton, anchor, digitsOfRounding, (scalar) => scalar.key)
}

function partedBy(x: KeyedAnswer, y: KeyedAnswer): DecidingLayer {
  if (x.limit !== undefined || y.limit !== undefined) return 'limits'
  const [a, b] = [x.readings[0].shape, y.readings[0].shape]
  if (a.type === 'text' && b.type === 'text') return 'text'
  if (formOf(a) !== formOf(b)) return 'structure'
  const [left, right] = [scalarsOf(a), scalarsOf(b)]
  for (const [index, scalar] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 'structure'
    const compared = compareScalars(scalar, other)
    if (!compared.same) return compared.by
  }
  return 'structure'
}

function formOf(shape: Shape): string {
  return skeletonOf(shape)?.form ?? shape.type
}

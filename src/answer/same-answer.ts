import type { AnswerContext } from './answer.ts'
import { type DecidingLayer, layerOfJoin, layerOfKey, layerOfReadings } from './equivalence/deciding-layer.ts'
import { isVersion, type KeyContext, keyAnswer } from './equivalence/key-answer.ts'
import type { KeyedAnswer, Reading } from './equivalence/keyed-answer.ts'
import { readingPairs, sameNumerically, unitsAgree } from './equivalence/reading-match.ts'
import { attaches, skeletonOf } from './equivalence/rounding.ts'
import type { Shape } from './equivalence/structure/shape.ts'
import { compareScalars } from './equivalence/value/scalar.ts'

/** Whether two answers are one, and the layer that says so. */
export interface Sameness {
  readonly same: boolean
  readonly by: DecidingLayer
}

/**
 * A decimal counts as the rounding of an exact value from this many significant digits. Two answers have no majority
 * behind them, so the demand is higher than in a vote.
 */
const digitsOfRounding = 6

/**
 * Whether two answers say the same.
 *
 * Symmetric, and every answer is the same as itself, a blank one too: as texts they are. In a vote blank answers abstain. Not transitive, because notation is not: `x=3` is `3`, and `(0,1)` is
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
  const besideVersion = [a, b].some((answer) => typeof answer === 'string' && isVersion(answer))
  const [x, y] = [keyed(a, { ...context, besideVersion }), keyed(b, { ...context, besideVersion })]
  if (x.text === y.text)
    return { same: true, by: x.limit === undefined ? layerOfKey(x.readings[0]) : 'limits' }
  let unitClash = false
  let undecided = false
  for (const [left, right] of readingPairs(x, y)) {
    if (left.key === right.key) {
      if (unitsAgree(left.unit, right.unit)) return { same: true, by: layerOfJoin(x, y, left, right) }
      unitClash = true
    }
    undecided ||= mayMeetBeyondKeys(left, right)
  }
  if (unitClash) return { same: false, by: 'unit' }
  return (undecided ? beyondKeys(x, y) : undefined) ?? { same: false, by: partedBy(x, y) }
}

/** Whether two readings of different keys may still be one: values that only the numeric layer places, or long decimals. */
function mayMeetBeyondKeys(left: Reading, right: Reading): boolean {
  return (
    !left.decides || !right.decides || Math.max(left.decimalDigits, right.decimalDigits) >= digitsOfRounding
  )
}

function beyondKeys(x: KeyedAnswer, y: KeyedAnswer): Sameness | undefined {
  for (const [left, right] of readingPairs(x, y)) {
    if (!unitsAgree(left.unit, right.unit) || !mayMeetBeyondKeys(left, right)) continue
    if (sameNumerically(left, right)) return { same: true, by: layerOfReadings(left, right) ?? 'numeric' }
    if (rounds(left, right) || rounds(right, left)) return { same: true, by: 'rounding' }
  }
  return undefined
}

function keyed(answer: string | KeyedAnswer, context: KeyContext): KeyedAnswer {
  return typeof answer === 'string' ? keyAnswer(answer, context) : answer
}

function rounds(decimal: Reading, value: Reading): boolean {
  if (decimal.decimalDigits < digitsOfRounding) return false
  const [skeleton, rounded] = [skeletonOf(decimal.shape), skeletonOf(value.shape)]
  if (skeleton === undefined || rounded === undefined) return false
  return attaches(skeleton, rounded, digitsOfRounding, (scalar) => scalar.key)
}

function partedBy(x: KeyedAnswer, y: KeyedAnswer): DecidingLayer {
  if (x.limit !== undefined || y.limit !== undefined) return 'limits'
  const [a, b] = [x.readings[0].shape, y.readings[0].shape]
  if (a.type !== b.type) return 'structure'
  if (a.type === 'text') return 'text'
  if (a.type === 'scalar' && b.type === 'scalar') return compareScalars(a.scalar, b.scalar).by
  return partedWithin(a, b)
}

/** The layer of the first part that differs, where two answers are made alike. */
function partedWithin(a: Shape, b: Shape): DecidingLayer {
  const [left, right] = [skeletonOf(a), skeletonOf(b)]
  if (left?.form !== right?.form) return 'structure'
  for (const [index, scalar] of (left?.scalars ?? []).entries()) {
    const other = right?.scalars[index]
    const compared = other === undefined ? undefined : compareScalars(scalar, other)
    if (compared?.same === false) return compared.by
  }
  return 'structure'
}

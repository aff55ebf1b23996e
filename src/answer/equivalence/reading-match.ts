import type { KeyedAnswer, Reading } from './keyed-answer.ts'
import { type Shape, scalarsOf, shapeKey } from './structure/shape.ts'
import { classifyScalars } from './value/classes.ts'
import { compareScalars, type Scalar } from './value/scalar.ts'

/** Other readings that count as much as a literal one: an equation is one equation however it is solved. */
const strong = new Set(['equations'])

/** Pairs of readings that may speak for two answers being one, the literal ones first. */
export function readingPairs(a: KeyedAnswer, b: KeyedAnswer): (readonly [Reading, Reading])[] {
  const [literalA, ...othersA] = a.readings
  const [literalB, ...othersB] = b.readings
  const pairs: (readonly [Reading, Reading])[] = [[literalA, literalB]]
  if (othersA.length === 0 && othersB.length === 0) return pairs
  // The figure of a percentage stands for a bare number only: 0.05 % is not 5 %.
  const bothPercent = isPercentage(a) && isPercentage(b)
  for (const other of othersA) if (!bothPercent || other.name !== 'percent') pairs.push([other, literalB])
  for (const other of othersB) if (!bothPercent || other.name !== 'percent') pairs.push([literalA, other])
  for (const x of othersA) {
    for (const y of othersB) if (x.name === y.name && strong.has(x.name)) pairs.push([x, y])
  }
  return pairs
}

/** Whether an answer was written with a percent sign or word. */
export function isPercentage(answer: KeyedAnswer): boolean {
  return answer.readings.some((reading) => reading.name === 'percent')
}

/** Whether two stated units let two answers be one: the same, or one of them not stated. */
export function unitsAgree(a: string, b: string): boolean {
  return a === '' || b === '' || a === b
}

/** Every value in the given readings that only the numeric layer can place, and whether there is one. */
export function scalarsOfReadings(readings: readonly Reading[]): Scalar[] {
  return readings.flatMap((reading) => scalarsOf(reading.shape))
}

/** Whether two readings have one key once the numeric layer has placed what only it can. */
export function sameNumerically(a: Reading, b: Reading): boolean {
  if (a.decides && b.decides) return false
  if (a.shape.type === 'scalar' && b.shape.type === 'scalar')
    return compareScalars(a.shape.scalar, b.shape.scalar).same
  if (!areMadeAlike(a.shape, b.shape)) return false
  const classes = classifyScalars(scalarsOfReadings([a, b]))
  if (classes.size === 0) return false
  const classOf = (scalar: Scalar): string => classes.get(scalar.key) ?? scalar.key
  return shapeKey(a.shape, classOf) === shapeKey(b.shape, classOf)
}

/** A cheap look before values are placed: shapes of other kinds or other tags have no key in common. */
function areMadeAlike(a: Shape, b: Shape): boolean {
  if (a.type !== b.type) return false
  if (a.type !== 'group' || b.type !== 'group') return true
  return a.tag === b.tag && (a.order === 'set' || b.order === 'set' || a.items.length === b.items.length)
}

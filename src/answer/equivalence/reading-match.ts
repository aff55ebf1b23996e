import type { KeyedAnswer, Reading } from './keyed-answer.ts'
import { scalarsOf, shapeKey } from './structure/shape.ts'
import { classifyScalars } from './value/classes.ts'
import type { Scalar } from './value/scalar.ts'

/** Other readings that count as much as a literal one: an equation is one equation however it is solved. */
const strong = new Set(['equations'])

/** Pairs of readings that may speak for two answers being one, the literal ones first. */
export function readingPairs(a: KeyedAnswer, b: KeyedAnswer): (readonly [Reading, Reading])[] {
  const [literalA, ...othersA] = a.readings
  const [literalB, ...othersB] = b.readings
  const pairs: (readonly [Reading, Reading])[] = [[literalA, literalB]]
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
  const classes = classifyScalars(scalarsOfReadings([a, b]))
  if (classes.size === 0) return false
  const classOf = (scalar: Scalar): string => classes.get(scalar.key) ?? scalar.key
  return shapeKey(a.shape, classOf) === shapeKey(b.shape, classOf)
}

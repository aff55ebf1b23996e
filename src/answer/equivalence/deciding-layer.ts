import type { KeyedAnswer, Reading } from './keyed-answer.ts'
import { scalarsOf } from './structure/shape.ts'

/** What told two answers together or apart. */
export type DecidingLayer =
  /** A limit was met: only the normalised text was compared. */
  | 'limits'
  /** Compared as words. */
  | 'text'
  /** What they are made of: number of parts, brackets, kind. */
  | 'structure'
  /** Two different units were stated. */
  | 'unit'
  /** Rational values, by integer arithmetic. */
  | 'exact'
  /** Values at fixed points of finite fields. */
  | 'modular'
  /** Values at fixed points in complex doubles. */
  | 'numeric'
  /** Written alike up to the order of terms, bounds and bound names. */
  | 'form'
  /** One is the other rounded. */
  | 'rounding'
  /** A reading beside the literal one, named: `reading: comma`. */
  | `reading: ${string}`

/** The strongest layer that the key of a reading took. */
export function layerOfKey(reading: Reading): DecidingLayer {
  if (reading.shape.type === 'text') return 'text'
  const scalars = scalarsOf(reading.shape)
  if (scalars.some((scalar) => !scalar.decides)) return 'form'
  if (scalars.some((scalar) => scalar.exact === undefined)) return 'modular'
  return scalars.length > 0 ? 'exact' : 'structure'
}

/** The layer for two answers whose readings have one key. */
export function layerOfJoin(a: KeyedAnswer, b: KeyedAnswer, left: Reading, right: Reading): DecidingLayer {
  if (a.limit !== undefined || b.limit !== undefined) return 'limits'
  return layerOfReadings(left, right) ?? (left.key === right.key ? layerOfKey(left) : 'numeric')
}

/** The name of the reading that was not the literal one, if there is one. */
export function layerOfReadings(left: Reading, right: Reading): DecidingLayer | undefined {
  const other = [left, right].find((reading) => reading.name !== 'literal' && reading.name !== 'choice')
  return other === undefined ? undefined : `reading: ${other.name}`
}

import type { Reading, ReadingName } from './keyed-answer.ts'
import { type Shape, shapeKey, unitsOf } from './structure/shape.ts'

/** A reading of the given shape. */
export function reading(name: ReadingName, shape: Shape): Reading {
  return { name, shape, key: shapeKey(shape), unit: unitsOf(shape) }
}

import type { Reading, ReadingName } from './keyed-answer.ts'
import { type Shape, scalarsOf, shapeKey, unitsOf } from './structure/shape.ts'

/** A reading of the given shape. */
export function reading(name: ReadingName, shape: Shape): Reading {
  const scalars = scalarsOf(shape)
  return {
    name,
    shape,
    key: shapeKey(shape),
    unit: unitsOf(shape),
    decides: scalars.every((scalar) => scalar.decides),
    decimalDigits: Math.max(0, ...scalars.map((scalar) => scalar.decimal?.digits ?? 0)),
  }
}

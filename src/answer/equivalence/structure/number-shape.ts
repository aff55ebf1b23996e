import { Effort } from '../effort.ts'
import { numberTree } from '../syntax/number-forms.ts'
import type { Rational } from '../value/rational.ts'
import { Evaluation } from '../value/scalar.ts'
import type { Shape } from './shape.ts'

/** The shape of a number that is known exactly. */
export function numberShape(value: Rational): Extract<Shape, { type: 'scalar' }> {
  return { type: 'scalar', scalar: new Evaluation(new Effort()).scalar(numberTree(value)) }
}

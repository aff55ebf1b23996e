import type { AnswerKind } from '../answer.ts'
import { type Shape, unitsOf } from './structure/shape.ts'

/** The kind of an answer, from its literal reading. */
export function kindOf(shape: Shape, text: string): AnswerKind {
  switch (shape.type) {
    case 'text':
      return 'text'
    case 'named':
      return kindOf(shape.shape, text)
    case 'reals':
      return /[<>≤≥≠]|\\(?:le|ge|ne|lt|gt)/.test(text) ? 'inequality' : 'interval'
    case 'scalar':
      if (/%|percent|pct/i.test(text) && shape.scalar.exact !== undefined) return 'percent'
      if (unitsOf(shape) !== '') return 'quantity'
      return shape.scalar.exact === undefined ? 'expression' : 'number'
    case 'group':
      return kindOfGroup(shape.tag, shape.order, text)
  }
}

function kindOfGroup(tag: string, order: string, text: string): AnswerKind {
  if (tag.startsWith('matrix')) return 'matrix'
  if (tag === 'tuple') return 'tuple'
  if (tag === '= 0' || tag === 'chain') return 'equation'
  if (/^(?:!=|<=?|>=?) 0$/.test(tag) || tag === 'all of') return 'inequality'
  if (tag === 'bag') return order === 'set' && /\{|∅|emptyset|varnothing|cup|cap/.test(text) ? 'set' : 'list'
  if (/^(?:array|names|quantities|words|one of)$/.test(tag)) return 'list'
  if (tag === 'range') return 'interval'
  if (tag === 'reaction' || tag === 'equilibrium') return 'text'
  if (tag === 'union' || tag === 'intersection' || tag === 'difference') return 'set'
  return 'expression'
}

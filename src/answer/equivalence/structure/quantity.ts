import type { Token } from '../syntax/token.ts'
import type { Reader } from './reader.ts'
import { readScalar } from './scalar.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'
import { splitQuantity } from './unit.ts'

/** One value with what may stand around it: unit, currency, percent, degree sign, scale word. */
export function readQuantity(span: Span, reader: Reader): Shape | undefined {
  const tokens = span.tokens
  const quantity = splitQuantity(tokens)
  if (quantity.letter !== undefined) {
    reader.met.add('letterUnits')
    if (reader.options.letterUnits === 'unit') {
      return readScalar(quantity.letter.value, reader, quantity.letter.unit)
    }
  }
  if (quantity.percent) {
    reader.met.add('percent')
    if (reader.options.percent === 'figure') return readScalar(withoutPercent(quantity.value), reader)
  }
  return readScalar(quantity.value, reader, quantity.unit)
}

/** The figure before the percent sign. */
function withoutPercent(tokens: readonly Token[]): readonly Token[] {
  return tokens.slice(0, -1)
}

import type { Token } from '../syntax/token.ts'
import type { OptionName, Reader } from './reader.ts'
import { readScalar } from './scalar.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'
import { splitQuantity } from './unit.ts'

/** One value with what may stand around it: unit, currency, percent, degree sign, scale word. */
export function readQuantity(span: Span, reader: Reader): Shape | undefined {
  const { percent, letterUnits, logarithm, imaginary, dots } = reader.options
  const name = `${span.from} ${span.end} ${percent} ${letterUnits} ${logarithm} ${imaginary} ${dots}`
  let known = reader.values.get(name)
  if (known === undefined) {
    const met = new Set<OptionName>()
    known = { shape: readOnce(span, { ...reader, met }), met }
    reader.values.set(name, known)
  }
  for (const option of known.met) reader.met.add(option)
  return known.shape
}

/** A figure below 1 is never what is left when the sign is dropped: 0.5 beside 0.5 % is one half. */
function isFraction(value: readonly Token[]): boolean {
  const [first, second] = value
  const figure = first?.text === '-' ? second : first
  return figure?.kind === 'number' && /^0*\./.test(figure.text)
}

function readOnce(span: Span, reader: Reader): Shape | undefined {
  const quantity = splitQuantity(span.tokens)
  if (quantity.letter !== undefined) {
    reader.met.add('letterUnits')
    if (reader.options.letterUnits === 'unit') {
      return readScalar(quantity.letter.value, reader, quantity.letter.unit)
    }
  }
  if (quantity.percent && !isFraction(quantity.value)) {
    reader.met.add('percent')
    // The figure before the sign.
    if (reader.options.percent === 'figure') return readScalar(quantity.value.slice(0, -1), reader)
  }
  return readScalar(quantity.value, reader, quantity.unit)
}

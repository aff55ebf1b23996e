import { isSafeNumber, parse } from 'lossless-json'

/**
 * Parses JSON without rounding: a number that a double may not hold is its digits, as text. Every other value is what `JSON.parse` makes of it.
 *
 * 9007199254740993, 18446744073709551616 or 0.12345678901234567890 as a gold answer or an id would otherwise be another number, and nobody
 * would see it.
 *
 * @param asExact - What stands for such a number in the value; its digits as text where absent.
 * @throws SyntaxError where the text is not JSON, or is nested so deeply that its numbers cannot be read.
 */
export function parseExactJson(text: string, asExact: (digits: string) => unknown = asText): unknown {
  // The native parser is some ten times faster and decides what is JSON.
  const value: unknown = JSON.parse(text)
  if (hasNoNumber(value) || !mayRound.test(text)) return value
  try {
    return parse(text, undefined, {
      parseNumber: (digits) => (isSafeNumber(digits) ? Number(digits) : asExact(digits)),
      onDuplicateKey: ({ newValue }) => newValue,
    })
  } catch (cause) {
    if (cause instanceof RangeError) throw new SyntaxError('JSON nested too deeply', { cause })
    throw cause
  }
}

/**
 * Where a text may hold a number that is rounded: sixteen digits in a row, the point among them, or an exponent of two digits. A number of at most
 * 15 significant digits survives a double (`DBL_DIG` of IEEE 754), so nothing else is. Digits within texts are taken too: that costs time alone.
 */
const mayRound = /\d[\d.]{15}|\d[eE][+-]?\d{2}/

/** Whether a value is an object of texts, as most records are. That is faster to see than where digits stand in its text. */
function hasNoNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  for (const field of Object.values(value)) if (typeof field !== 'string') return false
  return true
}

function asText(digits: string): string {
  return digits
}

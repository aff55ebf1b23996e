import { realLine, realsShape } from './real-set.ts'
import { emptySet, type Shape } from './shape.ts'
import type { Span } from './span.ts'

/** `\mathbb{R}` and `\emptyset` by their names. */
export function namedSet(span: Span): Shape | undefined {
  if (span.length > 5) return undefined
  const text = span.tokens.map((token) => token.text).join('')
  if (realNames.has(text)) return realsShape(realLine)
  if (text === 'empty') return emptySet
  return undefined
}

const realNames = new Set(['reals', 'mathbb{R}', 'mathbbR'])
const integerNames = new Set(['integers', 'mathbb{Z}', 'mathbbZ'])

/** Whether a span names the real numbers, or a space of points of them: `\mathbb{R}`, `\mathbb{R}^3`. */
export function isReals(span: Span): boolean {
  const text = span.tokens.map((token) => token.text).join('')
  return realNames.has(text.replace(/\^(?:\d|\{\d\})$/, ''))
}

/** Whether a span names the integers. */
export function isIntegers(span: Span): boolean {
  return integerNames.has(span.tokens.map((token) => token.text).join(''))
}

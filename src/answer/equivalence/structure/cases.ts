import type { Token } from '../syntax/token.ts'
import type { Reader } from './reader.ts'
import type { Shape } from './shape.ts'
import { Span } from './span.ts'

/** Whether a span is `\begin{cases} x = 1 \\ y = 2 \end{cases}`: rows of one cell each, as equations are set. */
export function isCases(span: Span): boolean {
  const open = span.at(0)
  if (open?.fence !== 'cases' || open.partner !== span.end - 1) return false
  return !span.tokens.some((token) => token.kind === 'cell')
}

/** The rows as one list: what holds together. */
export function readCases(span: Span, reader: Reader): Shape | undefined {
  const tokens = span.all.map(
    (token): Token => (token.kind === 'row' ? { ...token, kind: 'separator', text: ',' } : token),
  )
  return reader.read(new Span(tokens, span.from + 1, span.end - 1))
}

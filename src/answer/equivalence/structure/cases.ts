import { alignments } from '../syntax/commands.ts'
import type { Token } from '../syntax/token.ts'
import type { Reader } from './reader.ts'
import type { Shape } from './shape.ts'
import { Span } from './span.ts'

/** Whether a span is `\begin{cases} x = 1 \\ y = 2 \end{cases}`: rows of one cell each, as equations are set. */
export function isCases(span: Span): boolean {
  const open = span.at(0)
  if (open?.partner !== span.end - 1) return false
  if (alignments.has(open.fence ?? '')) return true
  return open.fence === 'cases' && !span.tokens.some((token) => token.kind === 'cell')
}

/** Whether a span is `\begin{cases} x & x > 0 \\ -x & x \le 0 \end{cases}`: a value and its condition in each row. */
export function isPiecewise(span: Span): boolean {
  const open = span.at(0)
  return (
    open?.fence === 'cases' &&
    open.partner === span.end - 1 &&
    span.tokens.some((token) => token.kind === 'cell')
  )
}

/** Values under their conditions, in any order. */
export function readPiecewise(span: Span, reader: Reader): Shape | undefined {
  const rows = span.part(1, span.length - 1).split((token) => token.kind === 'row')
  const items = rows.map((row): Shape | undefined => {
    const [value, condition, ...others] = row.split((token) => token.kind === 'cell')
    if (value === undefined || others.length > 0) return undefined
    const parts = condition === undefined ? [value] : [value, condition]
    return { type: 'group', tag: 'piece', order: 'kept', items: parts.map((part) => readPart(part, reader)) }
  })
  return items.every((item) => item !== undefined)
    ? { type: 'group', tag: 'piecewise', order: 'set', items }
    : undefined
}

/** A value or condition without the words and marks around it; as written where it is none. */
function readPart(part: Span, reader: Reader): Shape {
  const isMark = (at: number) =>
    part.at(at)?.kind === 'separator' || /^(?:if|for|when|wenn|si|,|,?\s*if)$/i.test(part.at(at)?.text ?? '')
  let [from, end] = [0, part.length]
  while (from < end && isMark(from)) from++
  while (end > from && isMark(end - 1)) end--
  const bare = part.part(from, end)
  const shape = reader.read(bare)
  return shape ?? { type: 'text', text: bare.tokens.map(({ text }) => text).join(' ') }
}

/** The rows as one list: what holds together. */
export function readCases(span: Span, reader: Reader): Shape | undefined {
  const tokens = span.all.map(
    (token): Token => (token.kind === 'row' ? { ...token, kind: 'separator', text: ',' } : token),
  )
  return reader.read(new Span(tokens, span.from + 1, span.end - 1))
}

import type { Token } from '../syntax/token.ts'
import type { Reader } from './reader.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'

const isColon = (token: Token): boolean => token.kind === 'operator' && token.text === ':'

/** Whether a span is a ratio of three things and more: `1:2:3`. A ratio of two is a quotient. */
export function isRatio(span: Span): boolean {
  return span.kinds.has('operator') && span.find(isColon).length > 1
}

/** Each part over the first: `2:4:6` is `1:2:3`. A clock's `12:30:45` is compared as text. */
export function readRatio(span: Span, reader: Reader): Shape | undefined {
  const written = span.tokens.map((token) => token.text).join('')
  if (/^\d{1,2}(?::[0-5]\d){2}$/.test(written)) return { type: 'text', text: written }
  const parts = span.split(isColon).map((part) => reader.read(part))
  const values = parts.flatMap((part) => (part?.type === 'scalar' ? [part.scalar] : []))
  const [first] = values
  if (first === undefined || values.length !== parts.length || first.exact?.top === 0n) return undefined
  const items = values.map((value): Shape => {
    const quotient = { type: 'quotient', top: value.tree, bottom: first.tree } as const
    return { type: 'scalar', scalar: reader.evaluation.scalar(quotient) }
  })
  return { type: 'group', tag: 'ratio', order: 'kept', items }
}

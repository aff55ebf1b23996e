import type { Cursor } from './cursor.ts'
import type { Tree } from './tree.ts'

/**
 * `\frac{d}{dx} f`, `\frac{d f(x)}{dx}`, `\frac{d^2}{dx^2} f` and the like with `\partial` as derivatives; `\frac{dy}{dx}` as
 * one name of its own. `undefined`, nothing read, where the fraction is an ordinary one.
 */
export function readDerivative(cursor: Cursor): Tree | undefined {
  const top = cursor.peek(1)
  if (top?.kind !== 'open' || top.partner === undefined) return undefined
  const bottom = cursor.tokens[top.partner + 1]
  if (bottom?.kind !== 'open' || bottom.partner === undefined || bottom.partner >= cursor.end)
    return undefined
  const below = /^(d|partial) (\S+)((?: \^.*)?)$/.exec(textOf(cursor, top.partner + 2, bottom.partner))
  const above = /^(d|partial)((?: \^ (?:\d|\{ \d \}))?)( .*)?$/.exec(
    textOf(cursor, cursor.at + 2, top.partner),
  )
  if (below === null || above === null || above[1] !== below[1]) return undefined
  const variable = `${below[2] ?? ''}${below[3] ?? ''}`.replace(/[{} ]/g, '')
  const of = above[3]?.trim()
  if (of !== undefined && /^\S+$/.test(of)) {
    cursor.at = bottom.partner + 1
    return cursor.node({
      type: 'symbol',
      name: `${above[1]}${above[2]?.replace(/[{} ]/g, '')}${of}/${above[1]}${variable}`,
    })
  }
  const call = of === undefined ? null : /^(\S+) \( (\S+) \)$/.exec(of)
  if (call !== null) {
    cursor.at = bottom.partner + 1
    const arg = cursor.range(top.partner - 2, top.partner - 1).whole()
    const body = cursor.node({ type: 'call', name: `unknown function ${call[1]}`, args: [arg] } as const)
    return cursor.node({ type: 'binder', operator: 'derivative', variable, body })
  }
  const inside = cursor.range(top.partner - wordsIn(of), top.partner)
  cursor.at = bottom.partner + 1
  const body = of === undefined ? cursor.grammar.term(cursor) : inside.whole()
  return cursor.node({ type: 'binder', operator: 'derivative', variable, body })
}

function wordsIn(text: string | undefined): number {
  return text === undefined ? 0 : text.split(' ').length
}

function textOf(cursor: Cursor, from: number, end: number): string {
  return cursor.tokens
    .slice(from, end)
    .map((token) => token.text)
    .join(' ')
}

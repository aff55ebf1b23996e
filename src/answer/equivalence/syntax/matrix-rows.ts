import { LimitReached, limits } from '../limits.ts'
import type { Cursor } from './cursor.ts'
import type { Tree } from './tree.ts'

/** `\begin{pmatrix} a & b \\ c & d \end{pmatrix}`: rows of equal length, a last empty row dropped. */
export function readMatrix(cursor: Cursor): Tree {
  const fence = cursor.peek()?.fence ?? ''
  const inner = cursor.inside()
  const rows: Tree[][] = [[]]
  let from = inner.at
  let cells = 0
  const close = (end: number): void => {
    if (++cells > limits.cells) throw new LimitReached('cells')
    rows.at(-1)?.push(inner.range(from, end).whole())
  }
  for (let at = inner.at; at < inner.end; at++) {
    const token = inner.tokens[at]
    if (token?.kind === 'open' && token.partner !== undefined) at = token.partner
    else if (token?.kind === 'cell') {
      close(at)
      from = at + 1
    } else if (token?.kind === 'row') {
      if (from < at || rows.at(-1)?.length !== 0) close(at)
      from = at + 1
      rows.push([])
    }
  }
  if (from < inner.end) close(inner.end)
  const filled = rows.filter((row) => row.length > 0)
  const width = filled[0]?.length
  if (width === undefined || filled.some((row) => row.length !== width)) return cursor.fail()
  return cursor.node({ type: 'matrix', rows: filled, fence })
}

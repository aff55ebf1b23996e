import { createRequire } from 'node:module'

/** ASCII, and the signs that Magi's own lines are made of: a column each, so that most texts are measured without what measures the others. */
const plain = /^[\u0020-\u007e·…–−×▇]*$/

let segmenter: Intl.Segmenter | undefined
let measure: ((text: string) => number) | undefined

/** Columns that a text of one line takes on a terminal. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length
  // Loaded on use: it takes as long as a third of the start of an empty Node.
  measure ??= (createRequire(import.meta.url)('string-width') as typeof import('string-width')).default
  return measure(text)
}

/** A text of one line in at most as many columns as given: cut with an ellipsis, never inside what a reader sees as one character. */
export function fitWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  if (plain.test(text)) return `${text.slice(0, Math.max(0, columns - 1))}…`
  segmenter ??= new Intl.Segmenter()
  let fitting = ''
  let width = 1
  for (const { segment } of segmenter.segment(text)) {
    width += textWidth(segment)
    if (width > columns) break
    fitting += segment
  }
  return `${fitting}…`
}

/** Which side of a text is filled up. */
export type Side = 'left' | 'right'

/** A text with spaces on one side (behind it, unless told otherwise), so that it takes as many columns as asked. */
export function padWidth(text: string, columns: number, side: Side = 'right'): string {
  const spaces = ' '.repeat(Math.max(0, columns - textWidth(text)))
  return side === 'right' ? text + spaces : spaces + text
}

import { messageOf } from '../ground/errors.ts'
import { withoutByteOrderMark } from '../ground/lines.ts'
import type { LoopSettings } from './loop-settings.ts'
import { recordedTextSchema } from './schema.ts'
import { findLoop, type LoopVerdict } from './thinking-loop.ts'

/** What became of one line: the verdict on its text, or why it could not be read. */
export type ReadLine =
  | { readonly type: 'verdict'; readonly verdict: { readonly id: string | number } & LoopVerdict }
  | {
      readonly type: 'bad-line'
      readonly line: number
      /** What is wrong with it; its number is not said again. */
      readonly message: string
    }

/**
 * Looks for a loop in one line of JSON Lines, `{"id"?, "text"}`. A bad line is a value: the lines after it can be read.
 *
 * @param line - One line, without its end; an empty one gives `undefined`.
 * @param lineNumber - From 1; stands for the id where there is none.
 * @param settings - When to trip; as for thinking unless told otherwise.
 */
export function readRecordedLine(
  line: string,
  lineNumber: number,
  settings?: LoopSettings,
): ReadLine | undefined {
  if (line.trim() === '') return undefined
  const bad = (message: string) => ({ type: 'bad-line', line: lineNumber, message }) as const
  let parsed: unknown
  try {
    // A file that was saved with a byte order mark is still JSON Lines.
    parsed = JSON.parse(withoutByteOrderMark(line))
  } catch (error) {
    return bad(`not JSON (${messageOf(error)}); each line must be one object {"id"?, "text"}`)
  }
  const recorded = recordedTextSchema.safeParse(parsed)
  if (!recorded.success) {
    const issue = recorded.error.issues[0]
    const key = issue?.path.join('.')
    return bad(`${key ? `"${key}": ` : ''}${issue?.message}; each line must be one object {"id"?, "text"}`)
  }
  const { id = lineNumber, text } = recorded.data
  return { type: 'verdict', verdict: { id, ...findLoop(text, settings) } }
}

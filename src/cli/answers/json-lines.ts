import { exitCodes } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import type { CommandContext } from '../command.ts'
import { writeOut } from '../terminal/write-out.ts'
import { inputError, inputLines, openInput } from './input-lines.ts'

/** What one input line gives: a line of JSON, or nothing for one that is passed over. */
export interface LineAnswer {
  /** Without its line end. */
  readonly json: string
  /** What is wrong with the input line; absent where nothing is. */
  readonly problem?: string
}

/**
 * Answers JSON Lines line by line, in order. A bad line has its answer too, and those after it are read.
 *
 * @param file - Where the lines come from; standard input where absent or `-`.
 * @param answer - Answers one line; `undefined` passes it over.
 * @returns The exit code: 0 when every line was read.
 */
export async function answerLines(
  file: string | undefined,
  answer: (line: string, lineNumber: number) => LineAnswer | undefined,
  context: CommandContext,
): Promise<number> {
  let read = 0
  let bad = 0
  try {
    for await (const line of inputLines(openInput(file, 'JSON Lines', context.cli))) {
      const lineAnswer = 'bad' in line ? badLine(line.number, line.bad) : answer(line.text, line.number)
      read = line.number
      if (lineAnswer === undefined) continue
      if (lineAnswer.problem !== undefined) bad += 1
      if (!(await writeOut(`${lineAnswer.json}\n`, context))) return exitCodes.failed
    }
  } catch (thrown) {
    throw inputError(thrown, file)
  }
  if (bad > 0)
    context.terminal.warn(`${bad} of ${read} lines could not be used; each has an "error" in its place.`)
  return exitCodes.answered
}

/** The answer to a line that cannot be used. */
export function badLine(lineNumber: number, why: string): LineAnswer {
  const problem = `line ${lineNumber}: ${why}`
  return { json: safeJson({ error: problem }), problem }
}

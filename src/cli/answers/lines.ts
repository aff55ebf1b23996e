import type { AnswerContext } from '../../answer/answer.ts'
import { safeJsonText } from '../../report/json.ts'
import type { CommandContext } from '../command.ts'
import type { AnswersFlags } from './flags.ts'
import { answerLines } from './json-lines.ts'

/** How one command of `magi answers` works on lines. */
export interface AnswersWork {
  readonly file?: string | undefined
  /** What holds where a line sets nothing. */
  readonly defaults: AnswerContext
  readonly answer: (
    line: string,
    lineNumber: number,
    defaults: AnswerContext,
    onProblem: (problem: string) => void,
  ) => string
  /** Says how a good line was decided. */
  readonly explain: (line: string) => readonly string[]
}

/** Reads one JSON object a line and prints one for each; `--explain` goes to stderr under the line's number. */
export function answersLines(
  { file, defaults, answer, explain }: AnswersWork,
  flags: AnswersFlags,
  context: CommandContext,
): Promise<number> {
  return answerLines(
    file,
    (line, lineNumber) => {
      let problem: string | undefined
      const output = answer(line, lineNumber, defaults, (text) => {
        problem = text
      })
      const json = safeJsonText(output)
      if (problem !== undefined) return { json, problem }
      if (flags.explain)
        for (const text of explain(line)) context.terminal.err(`line ${lineNumber}: ${text}\n`)
      return { json }
    },
    context,
  )
}

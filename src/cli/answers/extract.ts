import { extractLine, givenContext } from '../../answer/answers-lines.ts'
import { explainExtraction } from '../../answer/extract/extract.ts'
import { extractInputSchema } from '../../answer/schema.ts'
import { exitCodes } from '../../ground/errors.ts'
import { extractionLines } from '../../report/explanation-text.ts'
import { safeJson } from '../../report/json.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action } from '../command.ts'
import { readAll } from '../terminal/standard-input.ts'
import { type AnswersFlags, contextOfFlags } from './flags.ts'
import { inputError, openInput } from './input-lines.ts'
import { answersLines } from './lines.ts'

export function extract(file: string | undefined, flags: AnswersFlags): Action {
  return async (context) => {
    const { cli, terminal } = context
    const defaults = await contextOfFlags(flags, cli.cwd)
    if (flags.jsonl) {
      const explain = (line: string) => {
        const { text, ...lineContext } = extractInputSchema.parse(JSON.parse(line))
        return extractionLines(explainExtraction(text, givenContext(lineContext, defaults)).steps)
      }
      return answersLines({ file, defaults, answer: extractLine, explain }, flags, context)
    }
    const input = openInput(file, 'the text', cli)
    const text = await readAll(input).catch((thrown) => Promise.reject(inputError(thrown, file)))
    const { extraction, steps } = explainExtraction(text, defaults)
    if (flags.explain) for (const line of extractionLines(steps)) terminal.err(`${line}\n`)
    if (flags.json) {
      const { type } = extraction
      const shown =
        type === 'none'
          ? { type, reason: extraction.reason }
          : { type, value: extraction.value, kind: extraction.kind, by: extraction.by }
      terminal.out(`${safeJson(shown)}\n`)
    }
    if (extraction.type === 'none') {
      terminal.note(`no answer: ${extraction.reason}`)
      return exitCodes.noAnswer
    }
    if (!flags.json) terminal.out(`${cleanForTerminal(extraction.value)}\n`)
    return exitCodes.answered
  }
}

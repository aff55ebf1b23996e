import type { Command } from 'commander'
import { exitCodes } from '../../ground/errors.ts'
import type { Action, RunAction } from '../command.ts'
import { readAll } from '../terminal/terminal.ts'
import { type AnswersFlags, addAnswersFlags, contextOfFlags } from './flags.ts'
import { inputError, openInput } from './input-lines.ts'
import { answersLines } from './lines.ts'

/** `magi answers extract`: the final answer of a text. */
export function addExtract(group: Command, run: RunAction): void {
  addAnswersFlags(group.command('extract').argument('[file]', 'the text; standard input if absent or -'))
    .summary('the final answer of a text')
    .description(
      'Print the final answer of a text; exit code 4 where it has none.\n' +
        'With --jsonl a line {"text","kind"?,"choices"?,"language"?} gives {"type":"found","value","kind","by"} or {"type":"none","reason"}.',
    )
    .action((file: string | undefined, flags: AnswersFlags) => run(extract(file, flags), flags))
}

function extract(file: string | undefined, flags: AnswersFlags): Action {
  return async (context) => {
    const { cli, terminal } = context
    const magi = await import('../../index.ts')
    const known = await contextOfFlags(magi, flags, cli.cwd)
    if (flags.jsonl) {
      const explain = (line: string) => {
        const { text, ...given } = magi.extractInputSchema.parse(JSON.parse(line))
        return magi.extractionLines(magi.explainExtraction(text, magi.givenContext(given, known)).steps)
      }
      return answersLines(magi, { file, known, answer: magi.extractLine, explain }, flags, context)
    }
    const input = openInput(file, 'the text', cli)
    const text = await readAll(input).catch((thrown) => Promise.reject(inputError(thrown, file)))
    const { extraction, steps } = magi.explainExtraction(text, known)
    if (flags.explain) for (const line of magi.extractionLines(steps)) terminal.err(`${line}\n`)
    if (flags.json) {
      const { type } = extraction
      const shown =
        type === 'none'
          ? { type, reason: extraction.reason }
          : { type, value: extraction.value, kind: extraction.kind, by: extraction.by }
      terminal.out(`${magi.safeJson(shown)}\n`)
    }
    if (extraction.type === 'none') {
      terminal.note(`no answer: ${extraction.reason}`)
      return exitCodes.noAnswer
    }
    if (!flags.json) terminal.out(`${magi.cleanForTerminal(extraction.value)}\n`)
    return exitCodes.answered
  }
}

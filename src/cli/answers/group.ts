import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { type AnswersFlags, addAnswersFlags, contextOfFlags } from './flags.ts'
import { inputError, inputLines, openInput } from './input-lines.ts'
import { answersLines } from './lines.ts'

/** `magi answers group`: which of many answers say the same. */
export function addGroup(group: Command, run: RunAction): void {
  addAnswersFlags(
    group.command('group').argument('[file]', 'one answer a line; standard input if absent or -'),
  )
    .summary('which of many answers say the same')
    .description(
      'Group the answers to one problem, one a line; a blank line is a sample without an answer. Prints votes, answer and spellings.\n' +
        'With --jsonl a line {"answers":[string|null,…],"kind"?,"choices"?,"language"?} gives {"clusters":[{"answer","members"}],"abstained"}.',
    )
    .action((file: string | undefined, flags: AnswersFlags) => run(groupGiven(file, flags), flags))
}

function groupGiven(file: string | undefined, flags: AnswersFlags): Action {
  return async (context) => {
    const { cli, terminal } = context
    const magi = await import('../../index.ts')
    const known = await contextOfFlags(magi, flags, cli.cwd)
    if (flags.jsonl) {
      const explain = (line: string) => {
        const { answers, ...given } = magi.groupInputSchema.parse(JSON.parse(line))
        return magi.groupingLines(magi.explainClusters(answers, magi.givenContext(given, known)))
      }
      return answersLines(magi, { file, known, answer: magi.groupLine, explain }, flags, context)
    }
    const answers = await readAnswers(file, context)
    const { grouping, spellings } = magi.explainGrouping(answers, known)
    const { clusters, abstained } = grouping
    if (flags.explain)
      for (const line of magi.groupingLines(magi.explainClusters(answers, known))) terminal.err(`${line}\n`)
    if (flags.json) {
      const shown = clusters.map(({ answer, members }) => ({ answer, members }))
      terminal.out(`${magi.safeJson({ clusters: shown, abstained })}\n`)
    } else {
      const width = String(clusters[0]?.members.length ?? 0).length
      for (const { answer, members, spellings } of clusters) {
        const written = spellings.length > 1 ? `   ${spellings.join(' · ')}` : ''
        terminal.out(
          `${String(members.length).padStart(width)}  ${magi.cleanForTerminal(answer + written)}\n`,
        )
      }
    }
    if (abstained.length > 0) terminal.note(`no answer: ${magi.formatMany(abstained.length, 'line')}`)
    const overLimit = spellings.filter(({ limit }) => limit !== undefined).length
    if (overLimit > 0)
      terminal.warn(
        `${magi.formatMany(overLimit, 'answer')} over the limits (--explain names them): compared by text alone.`,
      )
    return clusters.length > 0 ? exitCodes.answered : exitCodes.noAnswer
  }
}

/** One answer a line; `null` for a blank one. */
async function readAnswers(
  file: string | undefined,
  { cli }: Pick<CommandContext, 'cli'>,
): Promise<(string | null)[]> {
  const answers: (string | null)[] = []
  try {
    for await (const line of inputLines(openInput(file, 'one answer a line', cli))) {
      if ('bad' in line)
        throw new UsageError(`Line ${line.number} is ${line.bad}.`, { fix: 'Save the input as UTF-8 text.' })
      answers.push(line.text.trim() === '' ? null : line.text)
    }
  } catch (thrown) {
    throw inputError(thrown, file)
  }
  return answers
}

import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { AnswerContext } from '../../index.ts'
import type { Action, RunAction } from '../command.ts'
import { type AnswersFlags, addAnswersFlags, contextOfFlags } from './flags.ts'
import { answersLines } from './lines.ts'

type Magi = typeof import('../../index.ts')
type CompareFlags = AnswersFlags & { readonly prose?: boolean }

/** `magi answers compare`: whether two answers say the same. */
export function addCompare(group: Command, run: RunAction): void {
  // An answer may begin with a minus: what is no flag of this command is taken for one.
  addAnswersFlags(group.command('compare').argument('[answers...]', 'the two answers').allowUnknownOption())
    .usage('[options] <a> <b>')
    .summary('whether two answers say the same')
    .description(
      'Print "same" or "different" and the layer that decided; exit code 0 or 3.\n' +
        'With --jsonl a line {"a","b","form"?:"answer"|"prose","kind"?,"choices"?,"language"?} gives {"same","by"}.',
    )
    .option('--prose', 'find the answer of each side first: they are running text')
    .action((answers: string[], flags: CompareFlags) => run(compare(answers, flags), flags))
}

function compare(answers: readonly string[], flags: CompareFlags): Action {
  return async (context) => {
    const { cli, terminal } = context
    const magi = await import('../../index.ts')
    const known = await contextOfFlags(magi, flags, cli.cwd)
    if (flags.jsonl) {
      if (answers.length > 0)
        throw new UsageError('With --jsonl the answers are read from standard input.', {
          fix: 'Leave them out.',
        })
      const explain = (line: string) => {
        const { a, b, form, ...given } = magi.compareInputSchema.parse(JSON.parse(line))
        return explained(magi, [a, b], form === 'prose', magi.givenContext(given, known))
      }
      return answersLines(magi, { known, answer: magi.compareLine, explain }, flags, context)
    }
    const [a, b] = twoAnswers(answers)
    const form = flags.prose === true ? ('prose' as const) : ('answer' as const)
    const { same, by } = magi.compareTexts(a, b, form, known)
    if (flags.explain)
      for (const line of explained(magi, [a, b], form === 'prose', known)) terminal.err(`${line}\n`)
    terminal.out(flags.json ? `${magi.safeJson({ same, by })}\n` : `${same ? 'same' : 'different'} (${by})\n`)
    return same ? exitCodes.answered : exitCodes.noConsensus
  }
}

function twoAnswers(answers: readonly string[]): [string, string] {
  const flag = answers.find((answer) => /^--[a-z][a-z-]+/i.test(answer))
  const [a, b] = answers
  if (flag === undefined && a !== undefined && b !== undefined && answers.length === 2) return [a, b]
  throw new UsageError(
    flag === undefined
      ? `Two answers are compared, and ${answers.length} came.`
      : `There is no flag ${flag}.`,
    { fix: "Give two, each in quotes where it holds spaces: magi answers compare '1/2' '0.5'." },
  )
}

/** What was found on each side, and the groups that the two make. */
function explained(magi: Magi, sides: readonly string[], prose: boolean, known: AnswerContext): string[] {
  const traces = prose ? sides.map((side) => magi.explainExtraction(side, known)) : []
  const values = prose
    ? traces.map(({ extraction }) => (extraction.type === 'found' ? extraction.value : null))
    : sides
  return [
    ...traces.flatMap(({ steps }) => magi.extractionLines(steps)),
    ...magi.groupingLines(magi.explainClusters(values, known)),
  ]
}

import type { AnswerContext } from '../../answer/answer.ts'
import { compareLine, compareTexts, givenContext } from '../../answer/answers-lines.ts'
import { explainClusters } from '../../answer/explain-clusters.ts'
import { explainExtraction } from '../../answer/extract/extract.ts'
import { compareInputSchema } from '../../answer/schema.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { extractionLines, groupingLines } from '../../report/explanation-text.ts'
import { safeJson } from '../../report/json.ts'
import type { Action } from '../command.ts'
import { type AnswersFlags, contextOfFlags } from './flags.ts'
import { answersLines } from './lines.ts'

export type CompareFlags = AnswersFlags & { readonly prose?: boolean }

export function compare(answers: readonly string[], flags: CompareFlags): Action {
  return async (context) => {
    const { cli, terminal } = context
    const defaults = await contextOfFlags(flags, cli.cwd)
    if (flags.jsonl) {
      if (answers.length > 0)
        throw new UsageError('With --jsonl the answers are read from standard input.', {
          fix: 'Leave them out.',
        })
      const explain = (line: string) => {
        const { a, b, form, ...lineContext } = compareInputSchema.parse(JSON.parse(line))
        return explanationLines([a, b], form === 'prose', givenContext(lineContext, defaults))
      }
      return answersLines({ defaults, answer: compareLine, explain }, flags, context)
    }
    const [a, b] = twoAnswers(answers)
    const form = flags.prose === true ? ('prose' as const) : ('answer' as const)
    const { same, by } = compareTexts(a, b, form, defaults)
    if (flags.explain)
      for (const line of explanationLines([a, b], form === 'prose', defaults)) terminal.err(`${line}\n`)
    terminal.out(flags.json ? `${safeJson({ same, by })}\n` : `${same ? 'same' : 'different'} (${by})\n`)
    return same ? exitCodes.answered : exitCodes.noConsensus
  }
}

function twoAnswers(answers: readonly string[]): [string, string] {
  const flag = answers.find((answer) => /^--[a-z][a-z-]+/i.test(answer))
  const [a, b] = answers
  if (flag === undefined && a !== undefined && b !== undefined && answers.length === 2) return [a, b]
  throw new UsageError(
    flag === undefined
      ? `magi answers compare takes two answers, not ${answers.length}.`
      : `There is no flag ${flag}.`,
    { fix: "Give two, each in quotes where it holds spaces: magi answers compare '1/2' '0.5'." },
  )
}

/** The answer of each side, and the groups that the two make. */
function explanationLines(sides: readonly string[], prose: boolean, defaults: AnswerContext): string[] {
  const traces = prose ? sides.map((side) => explainExtraction(side, defaults)) : []
  const values = prose
    ? traces.map(({ extraction }) => (extraction.type === 'found' ? extraction.value : null))
    : sides
  return [
    ...traces.flatMap(({ steps }) => extractionLines(steps)),
    ...groupingLines(explainClusters(values, defaults)),
  ]
}

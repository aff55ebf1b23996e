import type { AnswerContext } from '../../answer/answer.ts'
import { givenContext, groupLine } from '../../answer/answers-lines.ts'
import { explainClusters } from '../../answer/explain-clusters.ts'
import { explainGrouping } from '../../answer/explain-grouping.ts'
import { groupInputSchema } from '../../answer/schema.ts'
import { defined } from '../../ground/defined.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { groupingLines } from '../../report/explanation-text.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action, CommandContext } from '../command.ts'
import { contextOfFlags, type GroupFlags } from './flags.ts'
import { inputError, inputLines, openInput } from './input-lines.ts'
import { answersLines } from './lines.ts'

export function groupFile(file: string | undefined, flags: GroupFlags): Action {
  return async (context) => {
    const { cli, terminal } = context
    const defaults = await contextOfFlags(flags, cli.cwd)
    const byField = await groupsOf(flags, defaults, cli.cwd)
    if (flags.jsonl) {
      const explain = (line: string) => {
        const { answers, ...lineContext } = groupInputSchema.parse(JSON.parse(line))
        return groupingLines(explainClusters(answers, givenContext(lineContext, defaults)))
      }
      const answer = byField === undefined ? groupLine : byField.fieldsLine(byField.groups)
      return answersLines({ file, defaults, answer, explain }, flags, context)
    }
    const answers = await readAnswers(file, context)
    if (byField !== undefined)
      return byField.printFields(answers, byField.groups, flags.json === true, terminal)
    const { grouping, spellings } = explainGrouping(answers, defaults)
    const { clusters, abstained } = grouping
    if (flags.explain)
      for (const line of groupingLines(explainClusters(answers, defaults))) terminal.err(`${line}\n`)
    if (flags.json) {
      const shown = clusters.map(({ answer, members }) => ({ answer, members }))
      terminal.out(`${safeJson({ clusters: shown, abstained })}\n`)
    } else {
      const width = String(clusters[0]?.members.length ?? 0).length
      for (const { answer, members, spellings } of clusters) {
        const written = spellings.length > 1 ? `   ${spellings.join(' · ')}` : ''
        terminal.out(`${String(members.length).padStart(width)}  ${cleanForTerminal(answer + written)}\n`)
      }
    }
    if (abstained.length > 0) terminal.note(`no answer: ${formatMany(abstained.length, 'line')}`)
    const overLimit = spellings.filter(({ limit }) => limit !== undefined).length
    if (overLimit > 0)
      terminal.warn(
        `${formatMany(overLimit, 'answer')} over the limits (--explain names them): compared by text alone.`,
      )
    return clusters.length > 0 ? exitCodes.answered : exitCodes.noAnswer
  }
}

/** What votes field by field, where a schema is given; loaded for nothing else. */
async function groupsOf(flags: GroupFlags, context: AnswerContext, cwd: string) {
  const { schema, coherent, salvage } = flags
  if (schema === undefined) {
    if (coherent === undefined && salvage === undefined) return undefined
    throw new UsageError('--coherent and --salvage are of a vote by field.', {
      fix: 'Say with --schema FILE what the answers are.',
    })
  }
  const fields = await import('./group-fields.ts')
  const groups = await fields.fieldGroups(schema, context, defined({ coherent, salvage }), cwd)
  return { ...fields, groups }
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

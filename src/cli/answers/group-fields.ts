import type { AnswerContext } from '../../answer/answer.ts'
import { groupLine, type OnProblem } from '../../answer/answers-lines.ts'
import { fieldReader } from '../../answer/fields/field-reader.ts'
import type { FieldReader } from '../../answer/fields/field-tally.ts'
import { hasFields } from '../../answer/fields/schema-fields.ts'
import { groupInputSchema } from '../../answer/schema.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { assemblyLines, fieldLines } from '../../report/field-text.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { figuresOf } from '../../report/vote-report.ts'
import { voteAnswer } from '../../report/vote-text.ts'
import { type FieldVoteOptions, voteByFields } from '../../vote/fields/vote-by-fields.ts'
import type { Vote } from '../../vote/vote.ts'
import { readFormat } from '../draw/answer-flags.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Answers of a schema, to be voted on field by field. */
export interface FieldGroups {
  readonly reader: FieldReader
  readonly options: FieldVoteOptions
}

/**
 * What reads the fields of answers of a schema.
 *
 * @throws UsageError for a file that is no schema of objects, or beside another kind of answer.
 */
export async function fieldGroups(
  path: string,
  context: AnswerContext,
  options: FieldVoteOptions,
  cwd: string,
): Promise<FieldGroups> {
  const { kind = 'json' } = context
  if (kind !== 'json' && kind !== 'auto')
    throw new UsageError(`--schema is of JSON, and --answer of ${kind}.`, { fix: 'Leave one of them out.' })
  const schema = await readFormat(path, cwd)
  if (!hasFields(schema)) {
    throw new UsageError(`${path} is no schema of an object, or of an array of objects.`, {
      fix: 'Leave --schema out: other JSON is grouped as a whole.',
    })
  }
  return { reader: fieldReader(schema, context), options }
}

/** Prints the vote on answers field by field, and gives the exit code of a vote. */
export function printFields(
  answers: readonly (string | null)[],
  { reader, options }: FieldGroups,
  json: boolean,
  terminal: Terminal,
): number {
  const vote = voteByFields(answers, reader, options)
  if (json) terminal.out(`${safeJson({ vote: figuresOf(vote) })}\n`)
  else {
    if (vote.type === 'won' || vote.type === 'short') {
      for (const line of fieldLines(vote.fields ?? [])) terminal.err(`${line}\n`)
      for (const line of vote.assembly === undefined ? [] : assemblyLines(vote.assembly)) terminal.note(line)
      const undecided = vote.assembly?.undecided ?? []
      if (undecided.length > 0) terminal.note(`${formatMany(undecided.length, 'required field')} not won`)
    }
    terminal.out(voteAnswer({ vote: figuresOf(vote) }))
  }
  return exitCodeOf(vote)
}

/** A line of `magi answers group --jsonl` with the vote on its fields beside its groups. */
export function fieldsLine({ reader, options }: FieldGroups) {
  return (line: string, lineNumber: number, defaults: AnswerContext, onProblem: OnProblem): string => {
    const grouped: unknown = JSON.parse(groupLine(line, lineNumber, { ...defaults, kind: 'json' }, onProblem))
    if (typeof grouped !== 'object' || grouped === null || 'error' in grouped) return JSON.stringify(grouped)
    const { answers } = groupInputSchema.parse(JSON.parse(line))
    return JSON.stringify({ ...grouped, vote: figuresOf(voteByFields(answers, reader, options)) })
  }
}

function exitCodeOf({ type }: Vote): number {
  if (type === 'won') return exitCodes.answered
  return type === 'no-answers' ? exitCodes.noAnswer : exitCodes.noConsensus
}

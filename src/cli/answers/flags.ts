import type { Command } from 'commander'
import { UsageError } from '../../ground/errors.ts'
import type { AnswerContext, AskedKind } from '../../index.ts'
import { answerContext } from '../draw/answer-flags.ts'
import { addOutputFlags, type OutputFlags } from '../flags.ts'

type Magi = typeof import('../../index.ts')

/** Flags of `magi answers …`, as commander gives them. */
export interface AnswersFlags extends OutputFlags {
  readonly answer?: string
  readonly options?: string
  readonly language?: string
  readonly jsonl?: boolean
  readonly explain?: boolean
}

/** Adds what is known of a problem, and how to print. */
export function addAnswersFlags(command: Command): Command {
  return addOutputFlags(
    command
      .option(
        '--answer <kind>',
        'kind of the answer: auto, number, expression, choice, text, json … (default: auto)',
      )
      .option('--options <list>', 'the options of a choice: A,B,… or a file with one a line')
      .option('--language <tag>', 'language of the text, as en or de')
      .option('--jsonl', 'read one JSON object a line, and print one for each, in order')
      .option('--explain', 'say on stderr how it was decided'),
  )
}

/** What the flags say of the problem; with `--jsonl`, what holds where a line says nothing. */
export async function contextOfFlags(magi: Magi, flags: AnswersFlags, cwd: string): Promise<AnswerContext> {
  return answerContext(askedKind(magi, flags.answer), flags, cwd)
}

/** A kind of answer, as a flag names it. @throws UsageError for a name that is none. */
export function askedKind(magi: Magi, name: string | undefined): AskedKind | undefined {
  const kinds: readonly AskedKind[] = ['auto', ...magi.answerKinds]
  const kind = kinds.find((each) => each === name)
  if (kind !== undefined || name === undefined) return kind
  throw new UsageError(`There is no kind of answer "${name}".`, { fix: `Use one of: ${kinds.join(', ')}.` })
}

import { type AnswerContext, type AskedKind, answerKinds } from '../../answer/answer.ts'
import { UsageError } from '../../ground/errors.ts'
import { answerContext } from '../draw/answer-flags.ts'
import type { OutputFlags } from '../flags.ts'

/** Flags of `magi answers …`, as commander gives them. */
export interface AnswersFlags extends OutputFlags {
  readonly answer?: string
  readonly options?: string
  readonly language?: string
  readonly jsonl?: boolean
  readonly explain?: boolean
}

/** Flags of `magi answers group`, as commander gives them. */
export interface GroupFlags extends AnswersFlags {
  readonly schema?: string
  readonly coherent?: boolean
  readonly salvage?: boolean
}

/** The kind, options and language that the flags name; with `--jsonl`, what holds where a line sets nothing. */
export async function contextOfFlags(flags: AnswersFlags, cwd: string): Promise<AnswerContext> {
  return answerContext(askedKind(flags.answer), flags, cwd)
}

/** A kind of answer, as a flag names it. @throws UsageError for a name that is not one. */
export function askedKind(name: string | undefined): AskedKind | undefined {
  const kinds: readonly AskedKind[] = ['auto', ...answerKinds]
  const kind = kinds.find((each) => each === name)
  if (kind !== undefined || name === undefined) return kind
  throw new UsageError(`There is no kind of answer "${name}".`, { fix: `Use one of: ${kinds.join(', ')}.` })
}

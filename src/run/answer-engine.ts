import type { AnswerContext, Extraction } from '../answer/answer.ts'
import type { GroupGrower } from '../answer/growing-groups.ts'
import type { VotingPolicy } from '../vote/policy.ts'

/** What finds and groups the answers to one problem, once it is `ready`. */
export interface AnswerEngine {
  /** Loads it; at once where that has been done. */
  ready(): Promise<void>
  extract(text: string, context: AnswerContext): Extraction
  readonly group: GroupGrower
}

/**
 * The answer engine, not loaded yet. It is a large part of the program, and nobody needs it before the first sample has ended: a
 * command asks for it when its first request is sent.
 *
 * @param format - What the runtime was asked to write: of a JSON schema, what does not fit it is no answer.
 * @param terms - Whether its fields are voted on.
 */
export function answerEngine(context: AnswerContext, format?: unknown, terms: ShapeTerms = {}): AnswerEngine {
  let loading: Promise<void> | undefined
  let loaded: Pick<AnswerEngine, 'extract' | 'group'> | undefined
  const load = async () => {
    const shape = await shapeOf(context, format, terms)
    const { extractAnswer } = await import('../answer/extract/extract.ts')
    const { answerGrouper } = await import('../answer/answer-grouper.ts')
    const group = answerGrouper({ ...context, ...shape })
    loaded = { extract: (text, asked) => extractAnswer(text, { ...asked, ...shape }), group }
    // The first use of an engine is many times slower than the next; a slot that has become free need not wait for it.
    group([String(loaded.extract('The final answer is $\\boxed{42}$.', context).type)])
  }
  const engine = () => {
    if (loaded === undefined) throw new Error('The answer engine is used before it is loaded.')
    return loaded
  }
  const grow = () => engine().group.grow()
  const fieldGroup: GroupGrower = {
    grow,
    get fields() {
      const { fields } = engine().group
      if (fields === undefined) throw new Error('Fields are voted on, and the answers are of no schema.')
      return fields
    },
  }
  return {
    async ready() {
      loading ??= load()
      await loading
    },
    extract: (text, asked) => engine().extract(text, asked),
    // A vote begins to group with its first answer.
    group: terms.voteBy === 'field' ? fieldGroup : { grow },
  }
}

/** What of a policy says which JSON answers count, and what of them. */
export type ShapeTerms = Pick<VotingPolicy, 'voteBy' | 'salvage'>

/**
 * The shape that a JSON answer must have, where a schema was sent, and what reads its fields where these are voted on. The checker of schemas is loaded
 * for nothing else.
 */
export async function shapeOf(
  context: AnswerContext,
  format: unknown,
  { voteBy, salvage }: ShapeTerms,
): Promise<Pick<AnswerContext, 'fits' | 'fields'>> {
  if (context.kind !== 'json' || typeof format !== 'object' || format === null) return {}
  if (voteBy !== 'field') {
    const { jsonFits } = await import('../answer/json-schema.ts')
    return { fits: jsonFits(format) }
  }
  const { fieldReader } = await import('../answer/fields/field-reader.ts')
  const fields = fieldReader(format, context)
  return { fits: salvage ? fields.fitsInPart : fields.fits, fields }
}

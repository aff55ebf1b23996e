import type { AnswerContext, Extraction } from '../answer/answer.ts'
import type { GroupGrower } from '../answer/growing-groups.ts'

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
 */
export function answerEngine(context: AnswerContext, format?: unknown): AnswerEngine {
  let loading: Promise<void> | undefined
  let loaded: Pick<AnswerEngine, 'extract' | 'group'> | undefined
  const load = async () => {
    const shape = await shapeOf(context, format)
    const { extractAnswer } = await import('../answer/extract/extract.ts')
    const { answerGrouper } = await import('../answer/answer-grouper.ts')
    const group = answerGrouper(context)
    loaded = { extract: (text, asked) => extractAnswer(text, { ...asked, ...shape }), group }
    // The first use of an engine is many times slower than the next; a slot that has become free need not wait for it.
    group([String(loaded.extract('The final answer is $\\boxed{42}$.', context).type)])
  }
  const engine = () => {
    if (loaded === undefined) throw new Error('The answer engine is used before it is loaded.')
    return loaded
  }
  return {
    async ready() {
      loading ??= load()
      await loading
    },
    extract: (text, asked) => engine().extract(text, asked),
    // A vote begins to group with its first answer.
    group: { grow: () => engine().group.grow() },
  }
}

/** The shape that a JSON answer must have, where a schema was sent. The checker of schemas is loaded for nothing else. */
export async function shapeOf(
  { kind }: AnswerContext,
  format: unknown,
): Promise<Pick<AnswerContext, 'fits'>> {
  if (kind !== 'json' || typeof format !== 'object' || format === null) return {}
  const { jsonFits } = await import('../answer/json-schema.ts')
  return { fits: jsonFits(format) }
}

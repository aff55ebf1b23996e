import type { AnswerContext, Extraction } from '../answer/answer.ts'
import type { Draw } from '../sample/draw.ts'
import type { SampleAnswer } from '../sample/sample.ts'

/** Finds the answer in a text; `extractAnswer` of the answer engine. */
export type ExtractAnswer = (text: string, context: AnswerContext) => Extraction

/**
 * The answer of one draw, as it can be counted. Only the answer text is searched, never the thinking.
 *
 * What did not finish by itself has no answer, unless it was forced out: then the text that came of it is searched.
 *
 * @param context - What is asked for; `undefined` where no answer is wanted, only text.
 */
export function answerOf(
  draw: Pick<Draw, 'text' | 'end'>,
  context: AnswerContext | undefined,
  extract: ExtractAnswer,
  forced = false,
): SampleAnswer {
  const { end, text } = draw
  if (context === undefined) return { type: 'none', reason: 'not-asked' }
  if (!forced) {
    if (end.type === 'tripped' || end.type === 'failed') return { type: 'none', reason: end.type }
    if (end.type === 'cancelled' || end.reason === 'length') return { type: 'none', reason: 'truncated' }
    if (end.reason === 'in-thinking') return { type: 'none', reason: 'in-thinking' }
  }
  const found = extract(text, context)
  return found.type === 'none' ? found : { type: 'found', value: found.value, kind: found.kind, by: found.by }
}

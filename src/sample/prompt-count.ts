import type { DrawRequest } from '../runtime/driver.ts'
import { estimateTokens } from './limits.ts'

/** A text of this many bytes a token would be stranger than any language or code: fewer tokens were read than the prompt has. */
const mostBytesPerToken = 16

/** How close to a cut's own size a count has to be, in tokens: versions keep a few tokens at the front. */
const nearCut = 4

/**
 * What is odd about the size of a prompt as the runtime counted it: signs that a part of it was cut off in silence. `undefined`
 * where all is well.
 *
 * Newer runtimes refuse a prompt that does not fit, as they are told to; older ones cut it to the whole window (0.24) or to about its
 * half (0.30 and later, num_ctx - (num_ctx - kept) / 2), and only their own log says so.
 *
 * @param counted - `prompt_eval_count`; it has the whole prompt, also where most of it was cached.
 */
export function oddPromptCount(
  counted: number,
  { messages, options }: Pick<DrawRequest, 'messages' | 'options'>,
): string | undefined {
  const window = Number(options['num_ctx'])
  const text = messages.map(({ content }) => content).join('\n')
  const advice = 'A part of it may have been cut off: look whether it fits the window (-o num_ctx=…).'
  if (counted >= window)
    return `The runtime counted ${counted} tokens of the prompt, as many as the window holds. ${advice}`
  const isHalf = Math.abs(counted - (Math.floor(window / 2) + 2)) <= nearCut
  if (isHalf && estimateTokens(text) > counted)
    return `The runtime counted ${counted} tokens of the prompt, half of the window of ${window}. ${advice}`
  if (counted * mostBytesPerToken < Buffer.byteLength(text))
    return `The runtime counted ${counted} tokens of a prompt of ${Buffer.byteLength(text)} bytes, far too few. ${advice}`
  return undefined
}

import type { DrawRequest } from '../runtime/driver.ts'
import type { Draw } from './draw.ts'

/**
 * A draw without the runtime's counts where they are not those of the whole sample.
 *
 * A `format` beside thinking takes the runtime two passes: the thinking is drawn freely, then thrown back at the model as a part of the
 * prompt, and the answer is drawn by the grammar. What it counts then is the second pass alone (measured on 0.24 and 0.32): the prompt
 * with the thinking in it, and of the output only the answer. That shows in fewer tokens than parts came.
 */
export function withWholeCounts(draw: Draw, { format }: Pick<DrawRequest, 'format'>): Draw {
  const { counted, usage } = draw
  if (format === undefined || usage.outputTokens === undefined) return draw
  if (usage.outputTokens >= counted.thinking + counted.answer) return draw
  const { promptTokens: _, outputTokens: __, ...rest } = usage
  return { ...draw, usage: rest }
}

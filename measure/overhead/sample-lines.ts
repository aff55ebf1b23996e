import { randomSource } from '../../src/ground/random.ts'
import { textLine, wireLine } from '../../test/support/wire-lines.ts'

/** What the runtime plays to each draw. */
export interface Load {
  /** Tokens of each sample: a line of the wire each. */
  readonly tokens: number
  /** Time from token to token, with one line a write; absent: as fast as they are read, 64 lines a write. */
  readonly paceMs?: number
}

/** Draws the runtime plays at once, as `OLLAMA_NUM_PARALLEL`; further ones wait without a byte. */
export const slotCount = 4

const linesPerWrite = 64

const syllables = ['ka', 'lo', 'mi', 'ne', 'ra', 'su', 'ti', 'vo', 'be', 'du']

/** What every sample ends with, a token each. */
const answer = ['The', ' answer', ' is', ' ', '4', '2', '.']

/**
 * One sample as the runtime streams it: thinking in words that never fall into a loop, a short answer, the line with the counts.
 *
 * @param seed - Samples of other seeds have other thinking.
 * @returns The writes of the stream, in order.
 */
export function sampleWrites({ tokens, paceMs }: Load, seed: number): Buffer[] {
  const random = randomSource(seed)
  const syllable = () => syllables[random.below(syllables.length)]
  const lines = Array.from({ length: tokens - answer.length }, () =>
    textLine({ thinking: ` ${syllable()}${syllable()}${syllable()}` }),
  )
  for (const text of answer) lines.push(textLine({ text }))
  lines.push(
    wireLine({
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 21,
      eval_count: tokens,
    }),
  )
  const size = paceMs === undefined ? linesPerWrite : 1
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, at) =>
    Buffer.from(lines.slice(at * size, (at + 1) * size).join('')),
  )
}

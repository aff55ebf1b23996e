/** A sample that was written, not drawn: what the demo runtime plays in place of a model. */
export interface WrittenSample {
  readonly thinking: string
  /** The answer text; '' for a sample that never gets there. */
  readonly answer: string
  /** What it answers when its answer is opened for it (`Final answer: `), nothing else. */
  readonly value: string
  /** Sentences that it goes on with after its thinking, over and over: more of them than any budget allows for. */
  readonly circles?: readonly string[]
  /** The connection breaks after this many tokens. */
  readonly cutAfter?: number
}

/** One token as it goes over the wire; `tag` and `stop` tokens are counted, and not always shown. */
export interface WrittenToken {
  readonly channel: 'thinking' | 'answer' | 'tag' | 'stop'
  readonly text: string
}

/** How often a sample that goes in circles does so, in tokens: it gives up then, so that no run of the demo takes for ever. */
const circlingTokens = 4_000

/**
 * Cuts a text into pieces of the size of a model's tokens: a word with the space before it, a digit, a sign.
 *
 * Joined they are the text.
 */
export function tokensOf(text: string): string[] {
  return text.match(/ ?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]|\s+/gu) ?? []
}

/** The tokens of a sample in order: the opening tag, the thinking, the closing tag, the answer, the stop. */
export function* playTokens(sample: WrittenSample): Generator<WrittenToken> {
  yield { channel: 'tag', text: '<think>\n' }
  for (const text of tokensOf(sample.thinking)) yield { channel: 'thinking', text }
  if (sample.circles !== undefined) {
    let count = 0
    while (count < circlingTokens) {
      for (const text of tokensOf(sample.circles.join(''))) {
        yield { channel: 'thinking', text }
        count++
      }
    }
  }
  yield { channel: 'tag', text: '\n</think>\n\n' }
  for (const text of tokensOf(sample.answer)) yield { channel: 'answer', text }
  yield { channel: 'stop', text: '' }
}

/** The tokens of an answer that was opened for the sample: what closes the opening, and the stop. */
export function* playForced(sample: WrittenSample, opening: string): Generator<WrittenToken> {
  const box = opening.lastIndexOf('\\boxed{') > opening.lastIndexOf('}')
  for (const text of tokensOf(box ? `${sample.value}}.` : sample.value)) yield { channel: 'answer', text }
  yield { channel: 'stop', text: '' }
}

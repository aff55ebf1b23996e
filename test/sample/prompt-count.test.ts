import { expect, it } from 'vitest'
import { oddPromptCount } from '../../src/sample/prompt-count.ts'

const requestOf = (content: string, numCtx: number) => ({
  messages: [{ role: 'user' as const, content }],
  options: { num_ctx: numCtx },
})
const english = (tokens: number) => 'word '.repeat(tokens)

it.each([
  ['as counted', 1_000, english(1_000), 4_096, undefined],
  ['short, with its template', 21, 'What is 6 × 7?', 40_960, undefined],
  ['of an image, which has no text', 1_500, 'What is this?', 40_960, undefined],
  ['of spaces, which make few tokens', 200, ' '.repeat(3_000), 4_096, undefined],
  ['by chance half a window', 2_050, english(2_000).slice(0, 6_000), 4_096, undefined],
  ['cut to the window, as 0.24 does', 256, english(300), 256, 'as many as the window holds'],
  ['cut to half the window, as 0.32 does', 131, english(300), 256, 'half of the window of 256'],
  ['cut to half a window of 4096', 2_050, english(9_000), 4_096, 'half of the window of 4096'],
  ['far too small', 50, english(9_000), 40_960, 'of a prompt of 45000 bytes, far too few'],
])('a prompt %s', (_name, counted, text, numCtx, odd) => {
  const said = oddPromptCount(counted, requestOf(text, numCtx))
  if (odd === undefined) expect(said).toBeUndefined()
  else expect(said).toContain(odd)
})

import { expect, it } from 'vitest'
import type { Draw } from '../../src/sample/draw.ts'
import { withWholeCounts } from '../../src/sample/whole-counts.ts'

/** As 0.32 was recorded: 34 tokens of thinking and 10 of answer came, and it counted 11. */
const secondPass: Draw = {
  thinking: '9 minus 6. 9 minus 1 = 9. 9 - 9 = 0. 9 - 6 = 2.',
  text: '{"answer":12}',
  end: { type: 'finished', reason: 'stop' },
  usage: { promptTokens: 380, outputTokens: 11, totalMs: 4_828 },
  counted: { thinking: 34, answer: 10 },
  elapsedMs: 4_830,
}
const format = { type: 'object' }

it('leaves out what the runtime counted of the second pass of a format alone', () => {
  expect(withWholeCounts(secondPass, { format })).toEqual({ ...secondPass, usage: { totalMs: 4_828 } })
})

it('keeps what it counted of a whole sample', () => {
  const whole = { ...secondPass, usage: { promptTokens: 346, outputTokens: 47 } }
  expect(withWholeCounts(whole, { format })).toBe(whole)
  expect(withWholeCounts(secondPass, {})).toBe(secondPass)
  const silent = { ...secondPass, usage: {} }
  expect(withWholeCounts(silent, { format })).toBe(silent)
})

import { expect, it } from 'vitest'
import { durationText, tokensText } from '../../src/guard/amount-text.ts'

it.each([
  [0, '0ms'],
  [500, '500ms'],
  [1_000, '1s'],
  [1_500, '1.5s'],
  [1_234, '1234ms'],
  [90_000, '1.5m'],
  [95_000, '95s'],
  [600_000, '10m'],
  [28_800_000, '8h'],
])('writes %d ms as %s, as a flag takes it', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

it('says one token as one', () => {
  expect([0, 1, 2].map(tokensText)).toEqual(['0 tokens', '1 token', '2 tokens'])
})

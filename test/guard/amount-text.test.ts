import { expect, it } from 'vitest'
import { tokensText } from '../../src/guard/amount-text.ts'

it('says one token as one', () => {
  expect([0, 1, 2].map(tokensText)).toEqual(['0 tokens', '1 token', '2 tokens'])
})

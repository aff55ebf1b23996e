import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  defaultMaxThinkingTokens,
  defaultMaxTokens,
  estimateTokens,
  windowOf,
} from '../../src/sample/limits.ts'

it('leaves room in the window for the prompt, the same for all prompts of ordinary size', () => {
  expect(defaultMaxTokens(40_960, 0)).toBe(38_912)
  expect(defaultMaxTokens(40_960, 2_047)).toBe(38_912)
  expect(defaultMaxTokens(40_960, 2_048)).toBe(38_911)
  expect(defaultMaxTokens(40_960, 10_000)).toBe(30_959)
  expect(defaultMaxTokens(4_096, 100)).toBe(3_072)
  expect(defaultMaxTokens(4_096, 9_000)).toBe(1)
})

it('keeps prompt and output below the window wherever the prompt does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 262_144 }), fc.nat(262_144), (window, prompt) => {
      fc.pre(prompt < window - 1)
      const output = defaultMaxTokens(window, prompt)
      expect(output).toBeGreaterThanOrEqual(1)
      expect(prompt + output).toBeLessThan(window)
    }),
  )
})

it('leaves 1,024 tokens for the answer, and half of a small limit', () => {
  expect([38_912, 2_048, 1_000, 2, 1].map(defaultMaxThinkingTokens)).toEqual([37_888, 1_024, 500, 1, 1])
})

it('guesses the tokens of a text rather too high', () => {
  expect(estimateTokens('')).toBe(0)
  expect(estimateTokens('What is 12 - 7?')).toBe(5)
  expect(estimateTokens('十二引く七は？')).toBe(7)
})

it('says when the window is what the model was trained with, not what was asked', () => {
  expect(windowOf(65_536, 32_768)).toEqual({ tokens: 32_768, clamped: true })
  expect(windowOf(40_960, 131_072)).toEqual({ tokens: 40_960, clamped: false })
  expect(windowOf(40_960, undefined)).toEqual({ tokens: 40_960, clamped: false })
})

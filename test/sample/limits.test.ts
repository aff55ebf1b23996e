import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaultMaxThinkingTokens } from '../../src/guard/thinking-share.ts'
import { defaultMaxTokens, estimatePromptTokens, estimateTokens, windowOf } from '../../src/sample/limits.ts'

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

it('leaves 1,024 tokens for the answer, less of a small limit, and does not split one up to 1,024', () => {
  const limits = [38_912, 3_072, 2_048, 1_026, 1_024, 1_000, 45, 2, 1]
  expect(limits.map(defaultMaxThinkingTokens)).toEqual([
    ...[37_888, 2_048, 1_536, 1_025, 1_024, 1_000, 45, 2, 1],
  ])
})

it('guesses a prompt with what the model and its template write round it', () => {
  const template = '{{- range .Messages }}[INST]{{ .Content }}[/INST]{{ end }}'
  const messages = [{ role: 'user', content: 'What is 12 - 7?' }]
  const system = 'x'.repeat(900)
  expect(estimatePromptTokens(messages, { template: '', system: '' })).toBe(5)
  expect(estimatePromptTokens(messages, { template, system: '' })).toBe(10)
  expect(estimatePromptTokens(messages, { template, system })).toBeGreaterThan(300)
  const own = [{ role: 'system', content: 'Short.' }, ...messages]
  expect(estimatePromptTokens(own, { template, system })).toBeLessThan(20)
  const jinja = `{%- set default_system = '${'y'.repeat(300)}' %}{{ bos_token }}[INST]{{ message['content'] }}[/INST]`
  expect(estimatePromptTokens(messages, { template: jinja, system: '' })).toBeGreaterThan(100)
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

import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { fitWidth, padWidth, textWidth } from '../../src/ground/text-width.ts'

it.each([
  ['', 0],
  ['It is 42.', 9],
  ['añadir', 6],
  ['an\u0303adir', 6],
  ['日本語', 6],
  ['ｗｉｄｅ', 8],
  ['한글', 4],
  ['🙂', 2],
  ['👩‍👩‍👧', 2],
  ['▇▇ · 3 − 2 – × …', 16],
  ['√2 ≈ 1,41', 9],
  ['a\u200db\ufe0f', 2],
])('a terminal takes so many columns for %j: %i', (text, columns) => {
  expect(textWidth(text)).toBe(columns)
})

it('cuts a text with an ellipsis, never inside a character', () => {
  expect(fitWidth('forty-two', Number.POSITIVE_INFINITY)).toBe('forty-two')
  expect(fitWidth('forty-two', 9)).toBe('forty-two')
  expect(fitWidth('forty-two', 6)).toBe('forty…')
  expect(fitWidth('日本語', 5)).toBe('日本…')
  expect(fitWidth('日本語', 4)).toBe('日…')
  expect(fitWidth('🙂🙂', 3)).toBe('🙂…')
  expect(fitWidth('👩‍👩‍👧 and 👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…')
  expect(fitWidth('an\u0303adir', 3)).toBe('an\u0303…')
})

it('is never wider than asked, and pads to just that', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, columns) => {
      const fitted = fitWidth(text, columns)
      expect(textWidth(fitted)).toBeLessThanOrEqual(columns)
      expect(textWidth(padWidth(fitted, columns))).toBe(columns)
      expect(padWidth(fitted, columns, 'left').endsWith(fitted)).toBe(true)
    }),
  )
})

it('takes the signs of its own lines for one column each, as what measures all others does', () => {
  for (const sign of '·…–−×▇') expect([sign, stringWidth(sign)]).toEqual([sign, 1])
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  formatBound,
  formatCount,
  formatMany,
  formatShare,
  formatSpan,
  oneLine,
} from '../../src/report/format.ts'

it('counts with a comma every three digits', () => {
  expect([0, 999, 1_234, 1_234_567].map((count) => formatCount(count))).toEqual([
    '0',
    '999',
    '1,234',
    '1,234,567',
  ])
  expect([0, 1, 2].map((count) => formatMany(count, 'sample'))).toEqual([
    '0 samples',
    '1 sample',
    '2 samples',
  ])
})

it('says shares in per cent', () => {
  expect([0, 0.004, 0.1, 0.857, 1].map(formatShare)).toEqual(['0 %', '0.4 %', '10 %', '86 %', '100 %'])
})

it('rounds bounds up, so that they stay bounds', () => {
  expect([0, 1e-9, 0.0004, 0.004, 0.0041, 0.1, 0.121, 1].map(formatBound)).toEqual([
    ...['0 %', '0.1 %', '0.1 %', '0.4 %', '0.5 %', '10 %', '13 %', '100 %'],
  ])
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      expect(Number.parseFloat(formatBound(share)) / 100).toBeGreaterThanOrEqual(share - 1e-9)
    }),
  )
})

it.each([
  [-5, '0.0 s'],
  [0, '0.0 s'],
  [9_940, '9.9 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [192_000, '3 min 12 s'],
  [3_599_600, '1 h'],
  [7_199_000, '2 h'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '25 h'],
])('says %i ms as a person would: %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text)
})

it('puts a text on one line', () => {
  expect(oneLine(' a\n\tb  c ')).toBe('a b c')
  expect(oneLine('x'.repeat(80))).toBe(`${'x'.repeat(59)}…`)
  expect(oneLine('日本語', 4)).toBe('日…')
})

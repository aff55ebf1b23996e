import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from '../../src/ground/duration.ts'
import { UsageError } from '../../src/ground/errors.ts'

describe('reading durations', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['10m', 600_000],
    ['8h', 28_800_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['2m0.5s', 120_500],
    [' 45s ', 45_000],
    ['576h', 2_073_600_000],
  ])('reads %s as %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each([
    ['300', '"300" has no unit.', 'Write 300s or 300m.'],
    ['1.5', '"1.5" has no unit.', 'Write 1.5s or 1.5m.'],
    ['ten minutes', '"ten minutes" is not a duration.', 'Write it as 500ms, 30s, 10m, 8h or 1h30m.'],
    ['-5m', '"-5m" is not a duration.', 'Write it as 500ms, 30s, 10m, 8h or 1h30m.'],
    ['1h 30', '"1h 30" is not a duration.', 'Write it as 500ms, 30s, 10m, 8h or 1h30m.'],
    ['', '"" is not a duration.', 'Write it as 500ms, 30s, 10m, 8h or 1h30m.'],
    ['0s', '"0s" is no time at all.', 'Write at least 1ms.'],
    ['25h24m10000000s', '"25h24m10000000s" is longer than 24 days.', 'Write at most 576h.'],
    [`${'9'.repeat(400)}h`, `"${'9'.repeat(400)}h" is longer than 24 days.`, 'Write at most 576h.'],
  ])('refuses %s and says how to write it', (text, message, fix) => {
    let thrown: unknown
    try {
      parseDuration(text)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(UsageError)
    expect(thrown).toMatchObject({ message, fix })
  })
})

it('writes what it reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_073_600_000 }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms)
    }),
  )
  expect([90_061_001, 600_000, 0].map(formatDuration)).toEqual(['25h1m1s1ms', '10m', '0ms'])
})

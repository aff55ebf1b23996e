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
    ['1m5ms', 60_005],
    ['1h2m3s4ms', 3_723_004],
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
    ['1s1s', '"1s1s" is not a duration.', 'Write it as 500ms, 30s, 10m, 8h or 1h30m.'],
    ['5s1m', '"5s1m" is not a duration.', 'Write it as 500ms, 30s, 10m, 8h or 1h30m.'],
    ['5. Write x', '"5. Write x" is not a duration.', 'Write it as 500ms, 30s, 10m, 8h or 1h30m.'],
    ['0s', '"0s" must be longer than zero.', 'Write at least 1ms.'],
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
})

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
  expect(formatDuration(ms)).toBe(text)
})

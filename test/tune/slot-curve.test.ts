import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestSlots, rateAt, type SlotRate, voteMs } from '../../src/tune/slot-curve.ts'

const rate = (slots: number, tokensPerSecond: number, sideBySide = slots): SlotRate => ({
  ...{ slots, sideBySide, tokensPerSecond, slowest: tokensPerSecond, fastest: tokensPerSecond },
  ...{ firstPartMs: 100, tokens: 128 },
})

describe('the best number of slots', () => {
  it.each([
    ['where the rate stops to grow', [rate(1, 40), rate(2, 80), rate(4, 160), rate(8, 163)], 4],
    ['the most, where every step still helps', [rate(1, 40), rate(2, 70), rate(4, 110)], 4],
    ['one, where more only share', [rate(1, 40), rate(2, 41), rate(4, 39)], 1],
    ['none that the runtime lets wait', [rate(1, 40), rate(2, 80), rate(4, 90, 2)], 2],
    ['one, where nothing else was served', [rate(1, 40), rate(2, 60, 1)], 1],
  ])('is %s', (_, rates, slots) => {
    expect(bestSlots(rates).slots).toBe(slots)
  })
})

describe('the rate of a number of slots', () => {
  const rates = [rate(1, 40), rate(4, 130), rate(8, 150)]
  it.each([
    [1, 40],
    [2, 70],
    [4, 130],
    [6, 140],
    [64, 150],
  ])('for %i is %i', (slots, tokensPerSecond) => {
    expect(rateAt(rates, slots)).toBe(tokensPerSecond)
  })

  it('lies between those of its neighbours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (slots) => {
        const value = rateAt(rates, slots)
        expect(value).toBeGreaterThanOrEqual(40)
        expect(value).toBeLessThanOrEqual(150)
      }),
    )
  })
})

describe('the time of a vote', () => {
  it('is whole waves, then the rest at its own rate', () => {
    const rates = [rate(1, 50), rate(4, 100)]
    // Two waves of 4: 4 × 1,000 tokens at 100 a second and 0.1 s each. The sample that is left: 1,000 at 50, and 0.1 s.
    const ms = voteMs(rates, { slots: 4, n: 9, tokensPerSample: 1_000 })
    expect(ms).toBeCloseTo(2 * 40_100 + 20_100)
  })
})

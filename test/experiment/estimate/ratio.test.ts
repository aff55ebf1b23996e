import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateRatios } from '../../../src/experiment/estimate/ratio.ts'
import { randomSource } from '../../../src/ground/random.ts'

const resampling = { draws: 2000, seed: 4 }
const mean = (values: readonly number[]) =>
  values.map((numerator, i) => ({ problem: `p${i}`, numerator, denominator: 1 }))

describe('estimates over problems', () => {
  it('give the mean, its standard error s/√n and a bootstrap interval', () => {
    const values = [0, 0.25, 0.5, 1, 1, 0.75, 0, 0.5]
    const [estimate] = estimateRatios([mean(values)], resampling)
    expect(estimate?.mean).toBeCloseTo(0.5, 12)
    // Sample variance Σ(x−½)²/7 = 1.125/7.
    expect(estimate?.standardError).toBeCloseTo(Math.sqrt(1.125 / 7 / 8), 12)
    const [low, high] = estimate?.interval ?? [0, 0]
    expect(low).toBeGreaterThan(0.2)
    expect(low).toBeLessThan(0.3)
    expect(high).toBeGreaterThan(0.7)
    expect(high).toBeLessThan(0.8)
    expect(estimate?.problems).toBe(8)
  })

  it('cluster by problem: copies of the same problem add no certainty', () => {
    const values = [0, 1, 1, 0.5]
    const once = estimateRatios([mean(values)], resampling)[0]
    const thrice = estimateRatios([[...mean(values), ...mean(values), ...mean(values)]], resampling)[0]
    expect(thrice?.mean).toBeCloseTo(once?.mean ?? Number.NaN, 12)
    expect(thrice?.standardError).toBeCloseTo(once?.standardError ?? Number.NaN, 12)
    expect(thrice?.interval).toEqual(once?.interval)
    expect(thrice?.problems).toBe(4)
  })

  it('cover the truth about 95 times in 100', () => {
    const random = randomSource(11)
    let covered = 0
    for (let run = 0; run < 400; run++) {
      const values = Array.from({ length: 60 }, () => (random.next() < 0.7 ? 1 : 0))
      const [estimate] = estimateRatios([mean(values)], { draws: 400, seed: run })
      const [low, high] = estimate?.interval ?? [1, 0]
      if (low <= 0.7 && 0.7 <= high) covered++
    }
    // 380 expected; the percentile interval of a proportion runs a little short, and the standard deviation is 4.4.
    expect(covered).toBeGreaterThan(360)
    expect(covered).toBeLessThan(400)
  })

  it('take a ratio of totals, not a mean of ratios', () => {
    const [estimate] = estimateRatios(
      [
        [
          { problem: 'a', numerator: 100, denominator: 1 },
          { problem: 'b', numerator: 100, denominator: 3 },
        ],
      ],
      resampling,
    )
    expect(estimate?.mean).toBe(50)
    // Residuals 100−50·1 and 100−50·3; √(2/1 · 5000)/4.
    expect(estimate?.standardError).toBeCloseTo(25, 12)
    expect(estimate?.interval).toEqual([100 / 3, 100])
  })

  it('say nothing of the spread of a single problem, and nothing at all over nothing', () => {
    expect(estimateRatios([mean([0.5])], resampling)).toEqual([{ mean: 0.5, problems: 1 }])
    expect(estimateRatios([[{ problem: 'a', numerator: 5, denominator: 0 }], []], resampling)).toEqual([
      undefined,
      undefined,
    ])
  })

  it('leave the interval out where resamples hold no right answer', () => {
    const [estimate] = estimateRatios(
      [
        [
          { problem: 'a', numerator: 10, denominator: 1 },
          { problem: 'b', numerator: 10, denominator: 0 },
        ],
      ],
      resampling,
    )
    expect(estimate?.mean).toBe(20)
    expect(estimate).not.toHaveProperty('interval')
  })

  it('depend on nothing but values and seed', () => {
    const first = estimateRatios([mean([0, 1, 0.3]), mean([1, 1, 0])], resampling)
    expect(estimateRatios([mean([0, 1, 0.3]), mean([1, 1, 0])], resampling)).toEqual(first)
    expect(estimateRatios([mean([1, 1, 0])], resampling)).toEqual([first[1]])
  })

  it('hold no NaN and no infinity, whatever the numbers', () => {
    const contribution = fc.record({
      problem: fc.constantFrom('a', 'b', 'c'),
      numerator: fc.integer({ min: 0, max: 5 }),
      denominator: fc.integer({ min: 0, max: 2 }),
    })
    fc.assert(
      fc.property(fc.array(contribution, { maxLength: 6 }), (ratio) => {
        const [estimate] = estimateRatios([ratio], { draws: 50, seed: 1 })
        const numbers = [estimate?.mean ?? 0, estimate?.standardError ?? 0, ...(estimate?.interval ?? [])]
        expect(numbers.every(Number.isFinite)).toBe(true)
      }),
    )
  })
})

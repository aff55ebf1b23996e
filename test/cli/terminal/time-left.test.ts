import { describe, expect, it } from 'vitest'
import { timeLeft } from '../../../src/cli/terminal/time-left.ts'

const even = { mean: 100, deviation: 0 }

describe('the time left of an experiment', () => {
  it('is not said before the first sample, or where none is left', () => {
    expect(
      timeLeft({ elapsedMs: 50, counted: 0, sampleMs: even, left: { usual: 5, most: 5 } }),
    ).toBeUndefined()
    expect(
      timeLeft({ elapsedMs: 50, counted: 9, sampleMs: even, left: { usual: 0, most: 0 } }),
    ).toBeUndefined()
  })

  it('goes from as many samples as usual to all of them, at the pace so far', () => {
    const left = { usual: 20, most: 30 }
    expect(timeLeft({ elapsedMs: 1_000, counted: 10, sampleMs: even, left })).toEqual([2_000, 3_000])
  })

  it('is wider the more the samples differ, and the fewer are known', () => {
    const left = { usual: 100, most: 100 }
    const width = (counted: number, deviation: number) => {
      const sampleMs = { mean: 100, deviation }
      const [least, most] = timeLeft({ elapsedMs: 100 * counted, counted, sampleMs, left }) ?? [0, 0]
      return most - least
    }
    // 1.96 · 50/100 · √(1/25 + 1/100) of 10,000 ms, on both sides.
    expect(width(25, 50)).toBeCloseTo(2 * 0.98 * Math.sqrt(0.05) * 10_000, 6)
    expect(width(25, 100)).toBeGreaterThan(width(25, 50))
    expect(width(4, 50)).toBeGreaterThan(width(25, 50))
  })
})

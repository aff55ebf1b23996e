import { describe, expect, it } from 'vitest'
import { idleShare } from '../../../measure/overhead/slot-idle.ts'

describe('the idle share of slots', () => {
  it('is nothing where every slot draws from the first start to the last end', () => {
    const draws = [
      { startMs: 1_000, endMs: 1_400 },
      { startMs: 1_000, endMs: 1_800 },
      { startMs: 1_400, endMs: 1_800 },
    ]
    expect(idleShare(draws, 2)).toBe(0)
  })

  it('counts the gaps between draws', () => {
    const draws = [
      { startMs: 0, endMs: 100 },
      { startMs: 110, endMs: 200 },
    ]
    expect(idleShare(draws, 1)).toBeCloseTo(10 / 200)
  })

  it('counts slots that were never used, and the unequal ends of the last wave', () => {
    const draws = [
      { startMs: 0, endMs: 100 },
      { startMs: 0, endMs: 50 },
    ]
    expect(idleShare(draws, 4)).toBeCloseTo(1 - 150 / 400)
  })

  it('leaves out what comes before the first draw', () => {
    expect(idleShare([{ startMs: 90_000, endMs: 90_800 }], 1)).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import { wilsonInterval } from '../../src/vote/wilson.ts'

const rounded = (votes: number, ballots: number) =>
  wilsonInterval(votes, ballots).map((end) => Number(end.toFixed(4)))

describe('wilsonInterval', () => {
  it('gives the 95 % score interval', () => {
    // By hand from the formula with z = 1.959964, and as statistical packages print them.
    expect(rounded(6, 7)).toEqual([0.4869, 0.9743])
    expect(rounded(5, 10)).toEqual([0.2366, 0.7634])
    expect(rounded(81, 263)).toEqual([0.2553, 0.3662])
  })

  it('stays within 0 and 1 at the ends', () => {
    expect(rounded(1, 1)).toEqual([0.2065, 1])
    expect(rounded(0, 4)).toEqual([0, 0.4899])
  })

  it('refuses a share of nothing', () => {
    expect(() => wilsonInterval(0, 0)).toThrow(RangeError)
  })
})

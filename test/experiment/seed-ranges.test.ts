import { describe, expect, it } from 'vitest'
import { seedRanges } from '../../src/experiment/seed-ranges.ts'
import { problemSeeds } from '../../src/sample/seeds.ts'
import { votingPolicy } from '../../src/vote/policy.ts'

describe('the seeds that an experiment can use', () => {
  const first = problemSeeds(7, ['a', 'b'], 12)
  const [a = 0, b = 0] = first.values()

  it('are a range a problem, from the seed that the run begins it with', () => {
    expect(seedRanges(7, ['a', 'b'], votingPolicy('bench', { n: 8, extendBy: 4, tie: 'first' }))).toEqual([
      { problem: 'a', first: a, last: a + 7 },
      { problem: 'b', first: b, last: b + 7 },
    ])
  })

  it('tell those that breaking a tie may add', () => {
    expect(seedRanges(7, ['a', 'b'], votingPolicy('bench', { n: 8, extendBy: 4, tie: 'extend' }))).toEqual([
      { problem: 'a', first: a, last: a + 7, lastOfTies: a + 11 },
      { problem: 'b', first: b, last: b + 7, lastOfTies: b + 11 },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { changedPolicy, votingPolicy } from '../../src/vote/policy.ts'

describe('a voting policy', () => {
  it('refuses a minimum above N, which no vote could keep', () => {
    expect(() => votingPolicy('vote', { n: 2, min: 5 })).toThrow('min is 5, and n is 2.')
    expect(() => changedPolicy(votingPolicy('vote', { n: 8 }), { min: 9 })).toThrow('min is 9, and n is 8.')
  })

  it('keeps its minimum where only N is changed: fewer samples are looked at', () => {
    expect(changedPolicy(votingPolicy('vote', { n: 8, min: 5 }), { n: 2 })).toMatchObject({ n: 2, min: 5 })
  })

  it('refuses to extend a tie by nothing', () => {
    expect(() => votingPolicy('vote', { tie: 'extend', extendBy: 0 })).toThrow('extendBy is 0.')
  })
})

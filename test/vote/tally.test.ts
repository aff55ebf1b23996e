import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AbstainReason, Ballot } from '../../src/vote/ballot.ts'
import { tallyBallots } from '../../src/vote/tally.ts'
import { groupByLetters } from './grouping.ts'
import { votes } from './votes.ts'

describe('tallyBallots', () => {
  it('counts every spelling of an answer together and keeps who said it', () => {
    expect(tallyBallots(votes('b', 'A', '-', 'a', 'B', 'A'), groupByLetters)).toEqual({
      drawn: 6,
      ballots: 5,
      clusters: [
        { answer: 'A', kind: 'text', votes: 3, weight: 3, spellings: ['A', 'a'], samples: [1, 3, 5] },
        { answer: 'b', kind: 'text', votes: 2, weight: 2, spellings: ['b', 'B'], samples: [0, 4] },
      ],
      abstained: { truncated: [2] },
    })
  })

  it('puts answers with equal votes by the smallest launch index', () => {
    const tally = tallyBallots(votes('c', 'b', 'b', 'a', 'c', 'a'), groupByLetters)
    expect(tally.clusters.map((cluster) => cluster.answer)).toEqual(['c', 'b', 'a'])
  })

  it('lists abstentions by reason, those of the grouping too', () => {
    const reasons: AbstainReason[] = ['tripped', 'failed', 'tripped']
    const ballots: Ballot[] = reasons.map((reason, index) => ({
      type: 'abstained',
      index: 9 - index,
      reason,
    }))
    ballots.push({ type: 'counted', index: 1, answer: '', kind: 'text', weight: 1 })
    const tally = tallyBallots(ballots, groupByLetters)
    expect(tally).toEqual({
      drawn: 4,
      ballots: 0,
      clusters: [],
      abstained: { tripped: [7, 9], failed: [8], 'not-found': [1] },
    })
  })

  it('does not depend on the order in which samples arrived', () => {
    const answer = fc.constantFrom('a', 'A', 'b', 'c', '', '-')
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (answers, keys) => {
        const ballots = votes(...answers)
        const arrived = ballots
          .map((ballot) => ({ ballot, key: keys.next().value }))
          .sort((left, right) => left.key - right.key)
          .map(({ ballot }) => ballot)
        expect(tallyBallots(arrived, groupByLetters)).toEqual(tallyBallots(ballots, groupByLetters))
      }),
    )
  })

  it('refuses a grouping that names an answer that was not given', () => {
    const group = () => ({ clusters: [], abstained: [3] })
    expect(() => tallyBallots(votes('a'), group)).toThrow('the grouping names answer 3 of 1')
  })
})

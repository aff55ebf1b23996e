import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../src/report/vote-report.ts'
import type { OutcomeTerms, TiePolicy } from '../../src/vote/outcome-terms.ts'
import { voteOutcomeSchema } from '../../src/vote/schema.ts'
import { tallyBallots } from '../../src/vote/tally.ts'
import { decideVote } from '../../src/vote/vote.ts'
import { wilsonInterval } from '../../src/vote/wilson.ts'
import { groupByLetters } from './grouping.ts'
import { votes } from './votes.ts'

const voteOf = (answers: string[], terms: OutcomeTerms, chosen?: number) =>
  decideVote(tallyBallots(votes(...answers), groupByLetters), terms, chosen)
const outcome = (...given: Parameters<typeof voteOf>) => figuresOf(voteOf(...given))
const half = { ballots: 4, share: 0.5, shareInterval: wilsonInterval(2, 4) }

describe('decideVote', () => {
  it('elects the answer with most votes, with its share of the ballots', () => {
    expect(outcome(['b', 'a', '-', 'a', 'a'], { tie: 'declare' })).toEqual({
      type: 'won',
      answer: 'a',
      kind: 'text',
      votes: 3,
      ballots: 4,
      share: 0.75,
      shareInterval: wilsonInterval(3, 4),
    })
  })

  it('declares a tie, and names the leaders by launch order', () => {
    const tied = { type: 'tied', answers: ['b', 'a'], votes: 2, ...half }
    expect(outcome(['b', 'a', 'a', 'b'], { tie: 'declare' })).toEqual(tied)
    expect(outcome(['b', 'a', 'a', 'b'], { tie: 'extend' })).toEqual(tied)
  })

  it('says of an answer that a rule chose that another had as many votes', () => {
    expect(outcome(['a', 'b', 'b', 'a'], { tie: 'first' }, 1)).toMatchObject({
      answer: 'b',
      tie: { answers: ['a'], brokenBy: 'rule' },
    })
  })

  it('gives a tie to the smallest launch index under first', () => {
    expect(outcome(['b', 'a', 'a', 'b'], { tie: 'first' })).toEqual({
      type: 'won',
      answer: 'b',
      kind: 'text',
      votes: 2,
      ...half,
      tie: { answers: ['a'], brokenBy: 'launch-order' },
    })
  })

  it('is short where the leader has less than the quorum of the samples drawn', () => {
    const answers = ['a', 'a', '-', '-', 'b']
    expect(outcome(answers, { tie: 'declare', quorum: 0.5 })).toEqual({
      type: 'short',
      answer: 'a',
      kind: 'text',
      votes: 2,
      ballots: 3,
      share: 2 / 3,
      shareInterval: wilsonInterval(2, 3),
      drawn: 5,
      quorum: 0.5,
    })
    expect(outcome(answers, { tie: 'declare', quorum: 0.4 }).type).toBe('won')
  })

  it('is tied rather than short where both hold', () => {
    expect(outcome(['a', 'b', '-', '-'], { tie: 'declare', quorum: 0.5 }).type).toBe('tied')
    expect(outcome(['a', 'b', '-', '-'], { tie: 'first', quorum: 0.5 }).type).toBe('short')
  })

  it('carries the clusters of the tally that it names', () => {
    const named = (answers: string[], terms: OutcomeTerms) => {
      const vote = voteOf(answers, terms)
      const clusters = vote.type === 'no-answers' ? [] : vote.type === 'tied' ? vote.clusters : [vote.cluster]
      return clusters.map(({ answer, samples }) => [answer, samples])
    }
    const [b, a] = [
      ['b', [0, 3]],
      ['a', [1, 2]],
    ]
    expect(named(['b', 'a', 'a', 'b'], { tie: 'declare' })).toEqual([b, a])
    expect(named(['b', 'a', 'a', 'b'], { tie: 'first' })).toEqual([b])
    expect(named(['b', 'a', 'a', 'b'], { tie: 'first', quorum: 0.9 })).toEqual([b])
    expect(named(['-'], { tie: 'first' })).toEqual([])
  })

  it('says that nobody voted, and why', () => {
    expect(outcome(['-', '', '-'], { tie: 'first' })).toEqual({
      type: 'no-answers',
      drawn: 3,
      abstained: { truncated: 2, 'not-found': 1 },
    })
    expect(outcome([], { tie: 'declare' })).toEqual({ type: 'no-answers', drawn: 0, abstained: {} })
  })

  it('returns the answer that the stop rule chose', () => {
    const chosen = outcome(['a', 'a', 'b'], { tie: 'declare' }, 1)
    expect(chosen).toMatchObject({ type: 'won', answer: 'b', votes: 1, share: 1 / 3 })
  })

  const answers = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '-', ''), { maxLength: 16 })
  const ties = fc.constantFrom<TiePolicy>('declare', 'first', 'extend')

  it('keeps a winner that gets one more vote', () => {
    fc.assert(
      fc.property(answers, ties, (given, tie) => {
        const before = outcome(given, { tie })
        if (before.type !== 'won') return
        const after = outcome([...given, before.answer], { tie })
        expect(after).toMatchObject({ type: 'won', answer: before.answer, votes: before.votes + 1 })
      }),
    )
  })

  it('never elects an abstention, and elects only what somebody said', () => {
    fc.assert(
      fc.property(answers, ties, fc.option(fc.double({ min: 0, max: 1 })), (given, tie, quorum) => {
        const vote = outcome(given, quorum === null ? { tie } : { tie, quorum })
        const named = vote.type === 'tied' ? vote.answers : vote.type === 'no-answers' ? [] : [vote.answer]
        for (const answer of named) {
          expect(given).toContain(answer)
          expect(['', '-']).not.toContain(answer)
        }
        expect(vote.type === 'no-answers').toBe(given.every((answer) => answer === '-' || answer === ''))
      }),
    )
  })

  it('has outcomes that the published schema accepts as they are', () => {
    fc.assert(
      fc.property(
        answers,
        ties,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        (given, tie, quorum) => {
          const vote = outcome(given, quorum === null ? { tie } : { tie, quorum })
          expect(voteOutcomeSchema.parse(vote)).toEqual(vote)
        },
      ),
    )
  })
})

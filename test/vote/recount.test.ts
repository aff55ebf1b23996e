import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerGrouper } from '../../src/answer/answer-grouper.ts'
import { seedOf } from '../../src/sample/seeds.ts'
import { ballotOf } from '../../src/vote/ballot.ts'
import { stopRuleOf, stopTerms, votingPolicy } from '../../src/vote/policy.ts'
import { recountVote, simulateVote } from '../../src/vote/recount.ts'
import { decideStop } from '../../src/vote/stop-rule.ts'
import { stopState } from '../../src/vote/stop-state.ts'
import { tallyBallots } from '../../src/vote/tally.ts'
import { VoteTrack } from '../../src/vote/vote-track.ts'
import { heldVotes, holdVote, sampleSaying } from '../support/held-vote.ts'

describe('a recount', () => {
  it('of what is on the disk is the vote that was held, whatever was drawn under whatever policy', () => {
    fc.assert(
      fc.property(heldVotes, (given) => {
        const { policy, group, journal, outcome } = holdVote(given)
        expect(recountVote(journal, policy, group)).toEqual(outcome)
      }),
      { numRuns: 400 },
    )
  })

  it('finds the answer that the rule chose where a sample failed that was to be drawn again', () => {
    const policy = votingPolicy('vote', { n: 4, rule: 'window:2', tie: 'declare', quorum: 0.6 })
    const journal = ['2', 'failed', '1', '1.0'].map((content, index) =>
      sampleSaying(content, { index, seed: 100 + index, attempt: 1 }),
    )
    const group = answerGrouper({ kind: 'number' })
    const track = new VoteTrack({ policy, seedBase: 100, retries: 0 }, group)
    for (const sample of journal) {
      track.next(1)
      track.record(sample)
      track.count(sample)
    }
    const held = track.outcome().vote
    expect(held).toMatchObject({ type: 'short', answer: '1', votes: 2 })
    expect(recountVote(journal, policy, group).vote).toEqual(held)
  })

  it('of what is on the disk is the vote that a resumed run comes to, where nothing is left to draw', () => {
    fc.assert(
      fc.property(heldVotes, (given) => {
        const { policy, group, journal, outcome } = holdVote({ ...given, stopsAfter: 99 })
        const resumed = new VoteTrack({ policy, seedBase: 100, retries: given.retries }, group, journal)
        if (!resumed.enough) return
        expect(resumed.outcome()).toEqual(outcome)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a vote with many samples', () => {
  it('stops where the rule, asked after every single sample, has enough', () => {
    const rules = ['predictive', 'predictive:fast', 'certain', 'beta', 'lead:3', 'window:4', 'all']
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.constantFrom('declare' as const, 'first' as const),
        fc.constantFrom('eager' as const, 'lookahead' as const),
        // The rule is then asked only where it can say something new; percentages go with what the others make of them.
        fc.array(fc.constantFrom('1', '1', '2', '2', '1.0', '3', '25%', '25', 'none'), {
          minLength: 120,
          maxLength: 300,
        }),
        (rule, tie, schedule, said) => {
          const policy = votingPolicy('vote', { n: said.length, rule, tie, schedule })
          const group = answerGrouper({ kind: 'number' })
          const samples = said.map((content, index) =>
            sampleSaying(content, { index, seed: seedOf(1, index), attempt: 1 }),
          )
          const stopRule = stopRuleOf(policy)
          const ballots = samples.flatMap((sample) => ballotOf(sample, policy) ?? [])
          const stateAfter = (drawn: number) =>
            stopState(tallyBallots(ballots.slice(0, drawn), group), stopTerms(policy, policy.n))
          const stopsAt = ballots.findIndex((_, at) => decideStop(stopRule, stateAfter(at + 1)).enough) + 1
          expect(simulateVote(samples, policy, group).samples.drawn).toBe(stopsAt)

          const track = new VoteTrack({ policy, seedBase: 1, retries: 0 }, group)
          for (let task = track.next(1); task !== undefined; task = track.next(1)) {
            const sample = samples[task.index]
            if (sample === undefined) break
            track.record(sample)
            track.count(sample)
          }
          expect(track.outcome().samples.drawn).toBe(stopsAt)
        },
      ),
      { numRuns: 15 },
    )
  })
})

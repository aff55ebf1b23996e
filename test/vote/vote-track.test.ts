import { expect, it } from 'vitest'
import { answerGrouper } from '../../src/answer/answer-grouper.ts'
import { votingPolicy } from '../../src/vote/policy.ts'
import { VoteTrack } from '../../src/vote/vote-track.ts'
import { sampleOf } from '../support/sample.ts'

it('counts a sample once, though an outcome was asked for between its record and its count', () => {
  const plan = {
    policy: votingPolicy('vote', { n: 2, rule: 'all' }),
    ...{ seedBase: 100, retries: 0 },
  }
  const track = new VoteTrack(plan, answerGrouper({}))
  const samples = [sampleOf({ index: 0 }), sampleOf({ index: 1 })]
  for (const sample of samples) {
    track.next(2)
    track.record(sample)
  }
  expect(track.tokens.output).toBe(0)
  expect(track.outcome().tokens.output).toBe(18)
  for (const sample of samples) track.count(sample)
  expect(track.tokens.output).toBe(18)
  expect(track.outcome()).toMatchObject({ vote: { type: 'won', votes: 2 }, tokens: { output: 18 } })
})

it('takes back a task of which nothing was sent, as if it had never been launched', () => {
  const track = new VoteTrack(
    { policy: votingPolicy('vote', { n: 3, rule: 'all' }), seedBase: 100, retries: 0 },
    answerGrouper({}),
  )
  const [first, second] = [track.next(2), track.next(2)]
  if (first === undefined || second === undefined) return expect.fail('two are launched')
  track.putBack(second)
  expect(track.uncounted).toBe(1)
  expect(track.next(2)).toEqual(second)
  expect(track.outcome().samples).toMatchObject({ drawn: 0, cancelled: 0 })
})

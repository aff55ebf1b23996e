import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerGrouper } from '../../src/answer/answer-grouper.ts'
import type { Sample, SampleEnd } from '../../src/sample/sample.ts'
import { seedOf } from '../../src/sample/seeds.ts'
import { ballotOf } from '../../src/vote/ballot.ts'
import { stopRuleOf, stopTerms, votingPolicy } from '../../src/vote/policy.ts'
import { recountVote, simulateVote } from '../../src/vote/recount.ts'
import { decideStop } from '../../src/vote/stop-rule.ts'
import { stopState } from '../../src/vote/stop-state.ts'
import { tallyBallots } from '../../src/vote/tally.ts'
import { VoteTrack } from '../../src/vote/vote-track.ts'
import { sampleOf } from '../support/sample.ts'

/** What a sample comes to: an answer, none, or an end of another kind. */
const contents = fc.constantFrom(
  ...['1', '1.0', '2', '2', '3', '25%', '25', '0.333', '1/3', 'none', 'cut', 'trip', 'forced', 'failed'],
)

/** Draws a vote as the loop does, with some slots that end in any order, and an interruption after some samples. */
const votes = fc.record({
  wish: fc.record({
    n: fc.integer({ min: 1, max: 9 }),
    min: fc.constantFrom(0, 0, 3),
    rule: fc.constantFrom('all', 'predictive', 'certain', 'beta', 'lead:1', 'lead:2', 'window:2', 'window:3'),
    schedule: fc.constantFrom('eager' as const, 'lookahead' as const),
    tie: fc.constantFrom('declare' as const, 'first' as const, 'extend' as const),
    extendBy: fc.integer({ min: 0, max: 4 }),
    quorum: fc.constantFrom(undefined, 0.3, 0.5, 0.8),
    countForced: fc.boolean(),
  }),
  retries: fc.constantFrom(0, 0, 1, 2),
  slots: fc.integer({ min: 1, max: 4 }),
  said: fc.infiniteStream(contents),
  picks: fc.infiniteStream(fc.nat({ max: 11 })),
  stopsAfter: fc.constantFrom(...[2, 5, 99, 99, 99]),
})

type Draws = typeof votes extends fc.Arbitrary<infer V> ? V : never

function hold({ wish, retries, slots, said, picks, stopsAfter }: Draws) {
  const policy = votingPolicy('vote', wish)
  const group = answerGrouper({ kind: 'number' })
  const track = new VoteTrack({ policy, seedBase: 100, retries }, group)
  const journal: Sample[] = []
  const write = (sample: Sample) => {
    journal.push(sample)
    track.record(sample)
  }
  const drawOn = () => {
    const inFlight: NonNullable<ReturnType<typeof track.next>>[] = []
    for (;;) {
      while (inFlight.length < slots) {
        const task = track.next(slots)
        if (task === undefined) break
        inFlight.push(task)
      }
      const [task] = inFlight.splice(picks.next().value % Math.max(1, inFlight.length), 1)
      if (task === undefined) return
      const sample = sampleSaying(said.next().value, task)
      write(sample)
      const again = track.count(sample) === 'again'
      if ((!again && track.enough) || journal.length >= stopsAfter) {
        // What is in flight at the stop is cancelled; some of it had ended before that reached it.
        for (const late of inFlight) {
          const ends = picks.next().value < 3
          write(ends ? sampleSaying(said.next().value, late) : sampleOf({ ...late, end: cancelled }))
        }
        return
      }
    }
  }
  drawOn()
  track.countRecorded()
  while (!track.enough && journal.length < stopsAfter) {
    track.redrawCancelled()
    drawOn()
    track.countRecorded()
  }
  return { policy, group, journal, outcome: track.outcome() }
}

const cancelled: SampleEnd = { type: 'cancelled', why: 'decided' }

function sampleSaying(
  content: string,
  { index, seed, attempt }: Pick<Sample, 'index' | 'seed' | 'attempt'>,
): Sample {
  const base = { ...sampleOf({ index }), index, seed, attempt }
  const none = (reason: 'not-found' | 'truncated' | 'tripped' | 'failed') =>
    ({ type: 'none', reason }) as const
  switch (content) {
    case 'none':
      return { ...base, answer: none('not-found') }
    case 'cut':
      return { ...base, text: 'cut', answer: none('truncated'), end: { type: 'finished', reason: 'length' } }
    case 'trip':
      return { ...base, answer: none('tripped'), end: { type: 'tripped', guard: 'total', detail: '' } }
    case 'failed':
      return {
        ...base,
        answer: none('failed'),
        end: { type: 'failed', code: 'reset', message: 'reset: cut' },
      }
    case 'forced':
      return { ...base, forced: true, answer: { type: 'found', value: '3', kind: 'number', by: 'boxed' } }
    default:
      return { ...base, answer: { type: 'found', value: content, kind: 'number', by: 'boxed' } }
  }
}

describe('a recount', () => {
  it('of what is on the disk is the vote that was held, whatever was drawn under whatever policy', () => {
    fc.assert(
      fc.property(votes, (given) => {
        const { policy, group, journal, outcome } = hold(given)
        expect(recountVote(journal, policy, group)).toEqual(outcome)
      }),
      { numRuns: 400 },
    )
  })

  it('of what is on the disk is the vote that a resumed run comes to, where nothing is left to draw', () => {
    fc.assert(
      fc.property(votes, (given) => {
        const { policy, group, journal, outcome } = hold({ ...given, stopsAfter: 99 })
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

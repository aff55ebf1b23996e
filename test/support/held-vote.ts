import fc from 'fast-check'
import { answerGrouper } from '../../src/answer/answer-grouper.ts'
import type { Sample, SampleEnd } from '../../src/sample/sample.ts'
import { votingPolicy } from '../../src/vote/policy.ts'
import { VoteTrack } from '../../src/vote/vote-track.ts'
import { sampleOf } from './sample.ts'

/** What a sample comes to: an answer, none, or an end of another kind. */
const contents = fc.constantFrom(
  ...['1', '1.0', '2', '2', '3', '25%', '25', '0.333', '1/3', 'none', 'cut', 'trip', 'forced', 'failed'],
)

/** Draws a vote as the loop does, with some slots that end in any order, and an interruption after some samples. */
export const heldVotes = fc.record({
  wish: fc.record({
    n: fc.integer({ min: 1, max: 9 }),
    min: fc.constantFrom(0, 0, 3),
    rule: fc.constantFrom('all', 'predictive', 'certain', 'beta', 'lead:1', 'lead:2', 'window:2', 'window:3'),
    schedule: fc.constantFrom('eager' as const, 'lookahead' as const),
    tie: fc.constantFrom('declare' as const, 'first' as const, 'extend' as const),
    extendBy: fc.integer({ min: 1, max: 4 }),
    quorum: fc.constantFrom(undefined, 0.3, 0.5, 0.8),
    countForced: fc.boolean(),
  }),
  retries: fc.constantFrom(0, 0, 1, 2),
  slots: fc.integer({ min: 1, max: 4 }),
  said: fc.infiniteStream(contents),
  picks: fc.infiniteStream(fc.nat({ max: 11 })),
  stopsAfter: fc.constantFrom(...[2, 5, 99, 99, 99]),
})

export type HeldVote = typeof heldVotes extends fc.Arbitrary<infer V> ? V : never

export function holdVote({ wish, retries, slots, said, picks, stopsAfter }: HeldVote) {
  const policy = votingPolicy('vote', { ...wish, min: Math.min(wish.min, wish.n) })
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
          write(ends ? sampleSaying(said.next().value, late) : cancelledSample(late))
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

function cancelledSample(task: Pick<Sample, 'index' | 'seed' | 'attempt'>): Sample {
  return sampleOf({ ...task, text: '', answer: { type: 'none', reason: 'truncated' }, end: cancelled })
}

export function sampleSaying(
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

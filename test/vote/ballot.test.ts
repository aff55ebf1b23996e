import { describe, expect, it } from 'vitest'
import type { Sample } from '../../src/sample/sample.ts'
import { ballotOf } from '../../src/vote/ballot.ts'

const finished: Sample = {
  schema: 'magi.sample/1',
  key: 'p1/3',
  problem: 'p1',
  index: 3,
  seed: 10003,
  thinking: '',
  text: 'Answer: 42',
  answer: { type: 'found', value: '42', kind: 'number', by: 'marker' },
  end: { type: 'finished', reason: 'stop' },
  forced: false,
  tokens: { prompt: 10, output: 20, thinking: 0, counted: 'runtime' },
  timing: { elapsedMs: 100 },
  attempt: 1,
}
const tripped = { type: 'tripped', guard: 'total', detail: 'total: 10 s' } as const
const failed = { type: 'failed', code: 'reset', message: 'reset: the connection broke' } as const
const counted = { type: 'counted', index: 3, answer: '42', kind: 'number', weight: 1 }
const abstained = (reason: string) => ({ type: 'abstained', index: 3, reason })

describe('ballotOf', () => {
  it('counts the answer of a sample that finished by itself', () => {
    expect(ballotOf(finished, { countForced: false })).toEqual(counted)
  })

  it('lets a sample without an answer abstain, with the reason', () => {
    const answer = { type: 'none', reason: 'not-found' } as const
    expect(ballotOf({ ...finished, answer }, { countForced: false })).toEqual(abstained('not-found'))
  })

  it('lets truncated, tripped and failed samples abstain even where an answer was found in their text', () => {
    const ends = [{ type: 'finished', reason: 'length' } as const, tripped, failed]
    const ballots = ends.map((end) => ballotOf({ ...finished, end }, { countForced: true }))
    expect(ballots).toEqual([abstained('truncated'), abstained('tripped'), abstained('failed')])
  })

  it('lets a forced answer abstain unless forced answers are asked to count', () => {
    const forced = { ...finished, forced: true, end: tripped }
    expect(ballotOf(forced, { countForced: false })).toEqual(abstained('forced'))
    expect(ballotOf(forced, { countForced: true })).toEqual(counted)
  })

  it('lets a forced answer that broke or was cut off abstain in any case', () => {
    const ends = [failed, { type: 'finished', reason: 'length' } as const]
    const ballots = ends.map((end) => ballotOf({ ...finished, forced: true, end }, { countForced: true }))
    expect(ballots).toEqual([abstained('failed'), abstained('truncated')])
  })

  it('has no ballot for a cancelled sample', () => {
    const end = { type: 'cancelled', why: 'decided' } as const
    expect(ballotOf({ ...finished, end }, { countForced: true })).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/vote/ballot.ts'
import { countClasses, firstPending, type StopState, stopState } from '../../src/vote/stop-state.ts'
import { tallyBallots } from '../../src/vote/tally.ts'
import { groupByLetters } from './grouping.ts'
import { stateOf } from './states.ts'

const plan = { asked: 8, tie: 'first' } as const

/** A state as plain values. */
const seen = ({ placeOf, revision: _, ...state }: StopState, indexes = 8) => ({
  ...state,
  places: Array.from({ length: indexes }, (_, index) => placeOf(index)),
})

describe('stop state', () => {
  it('holds counts by votes, then launch order, and what each launch index said', () => {
    expect(seen(stateOf('ba.-ab', plan))).toEqual({
      ...plan,
      drawn: 5,
      counts: [2, 2],
      firsts: [0, 1],
      places: [0, 1, -2, -1, 1, 0, -2, -2],
    })
  })

  it('knows the first launch index that is still open', () => {
    expect(['', 'ab', 'a.b', '.-'].map((text) => firstPending(stateOf(text, plan)))).toEqual([0, 2, 1, 0])
  })

  it('is the same from a tally and from classes, in whatever order the samples ended', () => {
    const samples = fc.array(fc.constantFrom('a', 'b', 'c', '-', '.'), { maxLength: 12 })
    fc.assert(
      fc.property(samples, fc.infiniteStream(fc.nat()), (letters, keys) => {
        const ended = letters
          .map((letter, index) => ({ letter, index, key: keys.next().value }))
          .filter(({ letter }) => letter !== '.')
          .sort((left, right) => left.key - right.key)
        const ballots = ended.map(
          ({ letter, index }): Ballot =>
            letter === '-'
              ? { type: 'abstained', index, reason: 'tripped' }
              : { type: 'counted', index, answer: letter, kind: 'text', weight: 1 },
        )
        const counter = countClasses()
        for (const { letter, index } of ended) counter.add(index, letter === '-' ? -1 : letter.charCodeAt(0))
        expect(seen(counter.state(plan), 12)).toEqual(
          seen(stopState(tallyBallots(ballots, groupByLetters), plan), 12),
        )
      }),
    )
  })
})

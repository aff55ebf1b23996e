import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowRule } from '../../../src/vote/rule/window.ts'
import { countClasses, pendingPlace, type StopState } from '../../../src/vote/stop-state.ts'

const terms = { asked: 10_000, tie: 'first' } as const

describe('windows over a long vote', () => {
  it('look at each sample a few times, however many came before', () => {
    const size = 5
    const rule = windowRule('window', size)
    const counter = countClasses()
    let looks = 0
    const { placeOf } = counter.state(terms)
    const watched = (index: number) => {
      looks += 1
      return placeOf(index)
    }
    for (let index = 0; index < terms.asked; index++) {
      counter.add(index, index % 3)
      const state = { ...counter.state(terms), placeOf: watched }
      expect(rule.decide(state)).toEqual({ enough: false })
      rule.fewest?.(state)
    }
    expect(looks / terms.asked).toBeLessThan(6 * size)
  })

  it('say the same as at a first look, in whatever order samples end, and when answers join', () => {
    const samples = fc.array(fc.tuple(fc.nat(23), fc.integer({ min: -1, max: 2 })), { maxLength: 40 })
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 4 }), fc.nat(40), (steps, size, joinAt) => {
        const rule = windowRule('window', size)
        const places = new Map<number, number>()
        let isJoined = false
        const placeOf = (index: number) => {
          const place = places.get(index) ?? pendingPlace
          return isJoined && place === 1 ? 0 : place
        }
        for (const [step, [index, place]] of steps.entries()) {
          if (!places.has(index)) places.set(index, place)
          isJoined ||= step === joinAt
          const state: StopState = {
            ...{ asked: 24, tie: 'first', drawn: places.size, counts: [1, 1, 1], firsts: [0, 1, 2], placeOf },
            revision: isJoined ? 1 : 0,
          }
          const { revision: _, ...anew } = { ...state, placeOf: (at: number) => placeOf(at) }
          expect(rule.decide(state)).toEqual(rule.decide(anew))
          expect(rule.fewest?.(state)).toEqual(rule.fewest?.(anew))
        }
      }),
    )
  })
})

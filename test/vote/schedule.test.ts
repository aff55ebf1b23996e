import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TiePolicy } from '../../src/vote/outcome-terms.ts'
import { askedAfterTie, eager, lookahead } from '../../src/vote/schedule.ts'
import { decideStop, fewestToDecide, withMinimum } from '../../src/vote/stop-rule.ts'
import { parseStopRule } from '../../src/vote/stop-rules.ts'
import { pendingPlace } from '../../src/vote/stop-state.ts'
import { stateOf, stateOfClasses } from './states.ts'

const plan = { asked: 16, tie: 'declare' } as const
const rules = [
  'predictive',
  'predictive:parity',
  'predictive:0.05',
  'certain',
  'beta',
  'lead',
  'window',
  'window:3',
  'all',
]

describe('eager', () => {
  const rule = parseStopRule('predictive')

  it('fills every slot, but never beyond what was asked for', () => {
    expect(eager.howManyMore(rule, stateOf('', plan), 4, 0)).toBe(4)
    expect(eager.howManyMore(rule, stateOf('ab', plan), 4, 3)).toBe(1)
    expect(eager.howManyMore(rule, stateOf('abababababababa', plan), 4, 0)).toBe(1)
    expect(eager.howManyMore(rule, stateOf('ababababababab', plan), 4, 2)).toBe(0)
  })
})

describe('lookahead', () => {
  const rule = parseStopRule('predictive')

  it('has no more in flight than the fewest that could decide', () => {
    // Four of four decide a vote of 16 at a risk of 0.005.
    expect(lookahead.howManyMore(rule, stateOf('', plan), 8, 0)).toBe(4)
    expect(lookahead.howManyMore(rule, stateOf('aaa', plan), 8, 0)).toBe(1)
    expect(lookahead.howManyMore(rule, stateOf('aaa', plan), 8, 1)).toBe(0)
    expect(lookahead.howManyMore(rule, stateOf('aaab', plan), 8, 0)).toBe(3)
    expect(lookahead.howManyMore(rule, stateOf('aaab', plan), 2, 0)).toBe(2)
  })

  it('launches at least one where nothing is in flight and samples are left', () => {
    const samples = fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 11 })
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        samples,
        fc.integer({ min: 1, max: 8 }),
        (text, classes, slots) => {
          const rule = parseStopRule(text)
          const state = stateOfClasses(classes, { asked: 12, tie: 'declare' })
          if (decideStop(rule, state).enough) return
          expect(lookahead.howManyMore(rule, state, slots, 0)).toBeGreaterThanOrEqual(1)
          expect(eager.howManyMore(rule, state, slots, 0)).toBe(Math.min(slots, 12 - state.drawn))
        },
      ),
    )
  })
})

describe('fewestToDecide', () => {
  it('is never more than what a rule in fact needs, whatever comes and in whatever order', () => {
    const place = fc.integer({ min: pendingPlace, max: 2 })
    const policies = fc.record(
      {
        tie: fc.constantFrom<TiePolicy>('declare', 'first', 'extend'),
        quorum: fc.constantFrom(0.4, 0.6, 0.9),
      },
      { requiredKeys: ['tie'] },
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.nat({ max: 8 }),
        policies,
        fc.array(place, { minLength: 12, maxLength: 12 }),
        fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.nat()), { minLength: 12, maxLength: 12 }),
        (text, min, policy, seen, toCome) => {
          const rule = withMinimum(parseStopRule(text), min)
          const classes = [...seen]
          const state = () => stateOfClasses(classes, { asked: 12, ...policy })
          if (decideStop(rule, state()).enough) return
          const fewest = fewestToDecide(rule, state(), 12)
          const order = toCome
            .map(([answer, key], index) => ({ answer, key, index }))
            .filter(({ index }) => classes[index] === pendingPlace)
            .sort((left, right) => left.key - right.key)
          let needed = 0
          for (const { answer, index } of order) {
            if (decideStop(rule, state()).enough) break
            classes[index] = answer
            needed++
          }
          expect(fewest).toBeLessThanOrEqual(needed)
        },
      ),
      { numRuns: 3000 },
    )
  })

  // A window may end before an earlier one does, if samples overtake each other: one at a time it can take longer.
  it.each(rules.filter((text) => !/window|all/.test(text)))(
    'of %s is what the fastest way in fact takes, one at a time',
    (text) => {
      const rule = parseStopRule(text)
      const asked = 9
      const fastest = (classes: number[]): number => {
        for (let more = 1; ; more++) if (reaches(classes, more)) return more
      }
      const reaches = (classes: number[], more: number): boolean => {
        if (decideStop(rule, stateOfClasses(classes, { asked, tie: 'declare' })).enough) return true
        if (more === 0) return false
        return [-1, 0, 1, 2].some((answer) => reaches([...classes, answer], more - 1))
      }
      for (const samples of ['', 'a', 'ab', 'aab', 'abb', 'a-a', 'aabb', 'abcb', 'aaab', '-aa-a', 'abcab']) {
        const state = stateOf(samples, { asked, tie: 'declare' })
        const classes = Array.from(samples, (_, index) => state.placeOf(index))
        if (decideStop(rule, state).enough) continue
        expect([samples, fewestToDecide(rule, state, asked)]).toEqual([samples, fastest(classes)])
      }
    },
  )
})

describe('askedAfterTie', () => {
  const asked = (samples: string, most: number, tie: TiePolicy = 'extend') =>
    askedAfterTie(stateOf(samples, { asked: 4, tie }), most)

  it('asks for one more as long as the leaders are tied, up to the most', () => {
    expect(asked('abab', 8)).toBe(5)
    expect(asked('abab', 4)).toBe(4)
  })

  it('asks for no more while samples may still come, without a tie, without a vote, or under another policy', () => {
    expect(asked('ab.b', 8)).toBe(4)
    expect(asked('ab-', 8)).toBe(4)
    expect(asked('aaab', 8)).toBe(4)
    expect(asked('----', 8)).toBe(4)
    expect(asked('abab', 8, 'first')).toBe(4)
    expect(asked('abab', 8, 'declare')).toBe(4)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideStop } from '../../src/vote/stop-rule.ts'
import { parseStopRule } from '../../src/vote/stop-rules.ts'
import { stateOf, stateOfClasses } from './states.ts'

describe('a vote with a quorum', () => {
  const enough = (rule: string, samples: string, quorum: number, asked = 16) =>
    decideStop(parseStopRule(rule), stateOf(samples, { asked, tie: 'declare', quorum })).enough

  it('is not ended short of it while the samples to come can reach it', () => {
    expect(enough('predictive', 'aaaaa-----', 0.5)).toBe(true)
    expect(enough('predictive', 'aaaaa-----', 0.6)).toBe(false)
    expect(enough('predictive', 'aaaaaa-----', 0.7)).toBe(true)
    expect(enough('lead', 'aaa---', 0.6)).toBe(false)
    expect(enough('beta', 'aaaaaaaa--------', 0.9)).toBe(true)
  })

  it('looks at the votes of the answer that the rule chose', () => {
    expect(enough('window:2', 'aabbb', 0.4, 8)).toBe(true)
    expect(enough('window:2', 'aabbb', 0.5, 8)).toBe(false)
  })

  it('never ends with fewer samples than without one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('predictive', 'certain', 'beta', 'lead', 'window:3', 'all'),
        fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, classes, quorum) => {
          const rule = parseStopRule(text)
          const plan = { asked: 12, tie: 'declare' } as const
          const asked = decideStop(rule, stateOfClasses(classes, { ...plan, quorum })).enough
          if (asked) expect(decideStop(rule, stateOfClasses(classes, plan)).enough).toBe(true)
        },
      ),
    )
  })
})

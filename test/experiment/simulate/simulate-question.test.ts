import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type QuestionPlan,
  sameOutcome,
  simulateQuestion,
} from '../../../src/experiment/simulate-question.ts'
import type { TiePolicy } from '../../../src/vote/outcome-terms.ts'
import { eager, lookahead } from '../../../src/vote/schedule.ts'
import { withMinimum } from '../../../src/vote/stop-rule.ts'
import { parseStopRule } from '../../../src/vote/stop-rules.ts'

const plan: QuestionPlan = {
  rule: parseStopRule('lead:2'),
  asked: 6,
  schedule: eager,
  slots: 1,
  tie: 'declare',
  extension: 0,
}

describe('simulateQuestion', () => {
  it('draws one at a time until the rule says enough, and counts what that cost', () => {
    const recorded = { classes: [0, 1, -1, 1, 1, 0], tokens: [10, 20, 40, 5, 7, 3] }
    expect(simulateQuestion(recorded, plan)).toEqual({
      outcome: { type: 'won', answer: 1 },
      drawn: [0, 1, 2, 3, 4],
      cancelled: [],
      tokens: 82,
      time: 82,
      risk: 0,
    })
  })

  it('counts the tokens of cancelled samples up to the stop, and votes as they finish', () => {
    const recorded = { classes: [0, 1, 1, 1, 0, 0], tokens: [100, 10, 20, 30, 5, 5] }
    // Slots: 0 until 100 | 1 until 10, 3 until 40 | 2 until 20, where two are ahead.
    expect(simulateQuestion(recorded, { ...plan, slots: 3 })).toMatchObject({
      outcome: { type: 'won', answer: 1 },
      drawn: [1, 2],
      cancelled: [0, 3],
      tokens: 20 + 10 + 20 + 10,
      time: 20,
    })
  })

  it('lets samples that end at one moment vote in launch order', () => {
    const recorded = { classes: [0, 0, 1, 1, 1, 1] }
    expect(simulateQuestion(recorded, { ...plan, slots: 6 })).toMatchObject({
      outcome: { type: 'won', answer: 0 },
      drawn: [0, 1],
      time: 1,
    })
  })

  it('declares a tie, gives it to the first, or draws on until it breaks', () => {
    const recorded = { classes: [0, 1, 1, 0, -1, -1, 2, 0] }
    const all = { ...plan, rule: parseStopRule('all') }
    const outcome = (tie: TiePolicy, extension: number) =>
      simulateQuestion(recorded, { ...all, tie, extension, slots: 4 })
    expect(outcome('declare', 2)).toMatchObject({
      outcome: { type: 'tied', answers: [0, 1] },
      drawn: { length: 6 },
    })
    expect(outcome('first', 2)).toMatchObject({ outcome: { type: 'won', answer: 0 }, drawn: { length: 6 } })
    expect(outcome('extend', 1)).toMatchObject({
      outcome: { type: 'tied', answers: [0, 1] },
      drawn: { length: 7 },
    })
    expect(outcome('extend', 9)).toMatchObject({ outcome: { type: 'won', answer: 0 }, drawn: { length: 8 } })
  })

  it('says that nobody voted', () => {
    const recorded = { classes: [-1, -1, -1, -1, -1, -1] }
    expect(simulateQuestion(recorded, plan)).toMatchObject({
      outcome: { type: 'no-answers' },
      drawn: { length: 6 },
    })
  })

  it('returns the answer of a unanimous window', () => {
    const recorded = { classes: [0, 0, 1, 0, 2, 0, 1, 1, 1, 0] }
    const window = { ...plan, rule: parseStopRule('window:3'), asked: 10 }
    expect(simulateQuestion(recorded, window)).toMatchObject({
      outcome: { type: 'won', answer: 1 },
      drawn: { length: 9 },
    })
  })
})

describe('lookahead', () => {
  const rules = [
    'predictive',
    'predictive:parity',
    'predictive:0.05',
    'certain',
    'beta',
    'lead',
    'lead:1',
    'window',
    'window:2',
    'all',
  ]
  const generated = fc.record({
    rule: fc.constantFrom(...rules),
    min: fc.nat({ max: 6 }),
    asked: fc.integer({ min: 1, max: 24 }),
    extension: fc.nat({ max: 4 }),
    slots: fc.integer({ min: 2, max: 9 }),
    tie: fc.constantFrom<TiePolicy>('declare', 'first', 'extend'),
    samples: fc.array(
      fc.record({
        answer: fc.oneof(
          { weight: 5, arbitrary: fc.constant(0) },
          { weight: 4, arbitrary: fc.integer({ min: -1, max: 4 }) },
        ),
        tokens: fc.nat({ max: 1000 }),
      }),
      { minLength: 28, maxLength: 28 },
    ),
  })

  it('draws exactly what one at a time draws, whatever the finish times, and cancels nothing', () => {
    fc.assert(
      fc.property(generated, ({ rule, min, samples, slots, ...rest }) => {
        const recorded = {
          classes: samples.map((sample) => sample.answer),
          tokens: samples.map((sample) => sample.tokens),
        }
        const common = { ...rest, rule: withMinimum(parseStopRule(rule), min) }
        const ahead = simulateQuestion(recorded, { ...common, schedule: lookahead, slots })
        const { time, ...one } = simulateQuestion(recorded, { ...common, schedule: eager, slots: 1 })
        expect(ahead).toEqual({ ...one, time: ahead.time })
        expect(ahead.cancelled).toEqual([])
        expect(ahead.time).toBeLessThanOrEqual(time)
      }),
      { numRuns: 5000 },
    )
  })

  it('leaves certain votes as all samples would have them, under either schedule', () => {
    fc.assert(
      fc.property(
        generated,
        fc.constantFrom(eager, lookahead),
        ({ samples, rule: _, min: __, ...rest }, schedule) => {
          const recorded = {
            classes: samples.map((sample) => sample.answer),
            tokens: samples.map((sample) => sample.tokens),
          }
          const certain = simulateQuestion(recorded, { ...rest, schedule, rule: parseStopRule('certain') })
          const all = simulateQuestion(recorded, { ...rest, schedule, rule: parseStopRule('all') })
          expect(sameOutcome(certain.outcome, all.outcome)).toBe(true)
          expect(certain.risk).toBe(0)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

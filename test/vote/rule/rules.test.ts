import { describe, expect, it } from 'vitest'
import { riskOfChange } from '../../../src/vote/risk.ts'
import { majorityConfidence } from '../../../src/vote/rule/beta.ts'
import { decideStop, withMinimum } from '../../../src/vote/stop-rule.ts'
import { parseStopRule } from '../../../src/vote/stop-rules.ts'
import { stateOf } from '../states.ts'

const stops = (rule: string, samples: string, asked = 40) =>
  decideStop(parseStopRule(rule), stateOf(samples, { asked, tie: 'first' })).enough

/** The fewest votes for the leader, with `against` for one other, at which the risk is small where a tie counts half, as in the study. */
function votesForRisk(most: number, asked: number, against: number): number | undefined {
  for (let votes = against + 1; votes + against <= asked; votes++) {
    const counts = against === 0 ? [votes] : [votes, against]
    if (riskOfChange({ counts, drawn: votes + against, asked }) <= most) return votes
  }
  return undefined
}

/** The fewest votes for the leader, with `against` for one other, at which a rule stops. */
function votesNeeded(rule: string, asked: number, against: number): number | undefined {
  for (let votes = against + 1; votes + against <= asked; votes++) {
    if (stops(rule, 'b'.repeat(against) + 'a'.repeat(votes), asked)) return votes
  }
  return undefined
}

describe('predictive', () => {
  // Published with the study: votes needed against 0, 1, 2 … for one other answer, at a risk of 0.005.
  it.each([
    [8, [3, 5, 5]],
    [16, [4, 6, 7, 8, 9, 9, 9]],
    [32, [4, 7, 9, 10, 11, 13, 13, 14]],
    [40, [5, 7, 9, 11, 12, 13, 14, 15]],
    [64, [5, 7, 10, 11, 13, 14, 16, 17]],
  ])('at a risk of 0.005 needs, of %d samples, %j votes', (asked, needed) => {
    expect(needed.map((_, against) => votesForRisk(0.005, asked, against))).toEqual(needed)
  })

  it.each([
    ['0.05', [3, 4, 6, 7, 8, 8, 9]],
    ['0.02', [3, 5, 6, 7, 8, 9, 9]],
    ['0.01', [4, 5, 7, 8, 9, 9, 9]],
  ])('at a risk of %s needs, of 16 samples, %j votes', (risk, needed) => {
    expect(needed.map((_, against) => votesForRisk(Number(risk), 16, against))).toEqual(needed)
  })

  it('knows what becomes of a tie: it stops sooner where the leader would win it, later where a tie is declared', () => {
    const fewest = (tie: 'first' | 'declare', text: string, asked: number) => {
      const rule = parseStopRule('predictive')
      return Array.from({ length: asked }, (_, at) => at + 1).find(
        (votes) => decideStop(rule, stateOf(text.repeat(votes), { asked, tie })).enough,
      )
    }
    expect([4, 8, 16, 40].map((asked) => fewest('first', 'a', asked))).toEqual([2, 3, 4, 5])
    expect([4, 8, 16, 40].map((asked) => fewest('declare', 'a', asked))).toEqual([3, 4, 4, 5])
  })

  it('has a name for three risks', () => {
    const row = (rule: string) => [0, 1, 2, 3].map((against) => votesNeeded(rule, 40, against))
    expect(row('predictive:safe')).toEqual(row('predictive:0.005'))
    expect(row('predictive:fast')).toEqual(row('predictive:0.016'))
    expect(row('predictive:parity')).toEqual(row('predictive:0.01'))
    expect(row('predictive:safe')).not.toEqual(row('predictive:parity'))
  })

  it('draws on while two answers lead together', () => {
    expect(stops('predictive:0.9', 'ab')).toBe(false)
    expect(stops('predictive:0.9', 'aba')).toBe(true)
  })

  it('draws on while nobody voted', () => {
    expect(stops('predictive:0.9', '---')).toBe(false)
  })
})

describe('beta', () => {
  it.each([
    [3, 0, 0.9375],
    [4, 0, 0.96875],
    [5, 1, 0.9375],
    [6, 1, 0.96484375],
    [8, 2, 0.96728515625],
    [0, 0, 0.5],
  ])('is sure of %d votes against %d by %d', (leader, second, confidence) => {
    expect(majorityConfidence(leader, second)).toBe(confidence)
  })

  it('needs 4, 6, 8, 9, 11, 12, 14, 15 votes at 0.95, whatever N', () => {
    const needed = [4, 6, 8, 9, 11, 12, 14, 15]
    expect(needed.map((_, against) => votesNeeded('beta', 40, against))).toEqual(needed)
    expect(needed.map((_, against) => votesNeeded('beta:0.95', 400, against))).toEqual(needed)
  })

  it('stops exactly at its confidence', () => {
    expect(stops('beta:0.9375', 'aaa')).toBe(true)
    expect(stops('beta:0.9376', 'aaa')).toBe(false)
  })

  it('stays a chance for thousands of votes', () => {
    expect(majorityConfidence(2000, 2000)).toBeCloseTo(0.5, 9)
    expect(majorityConfidence(2100, 2000)).toBeGreaterThan(0.94)
    expect(majorityConfidence(5000, 10)).toBeCloseTo(1, 12)
  })
})

describe('lead', () => {
  it('stops when the leader is so many votes ahead', () => {
    expect(['aa', 'aaa', 'aaab', 'aaaab', 'a-a-a'].map((samples) => stops('lead', samples))).toEqual([
      false,
      true,
      false,
      true,
      true,
    ])
    expect(stops('lead:1', 'a')).toBe(true)
  })
})

describe('window', () => {
  const decide = (samples: string, asked = 40) =>
    decideStop(parseStopRule('window:3'), stateOf(samples, { asked, tie: 'first' }))

  it('stops at the first unanimous window and returns its answer, even one with fewer votes', () => {
    expect(decide('aabaacaabbbb')).toEqual({ enough: true, chosen: 1 })
    expect(stateOf('aabaacaabbbb', { asked: 40, tie: 'first' }).counts).toEqual([6, 5, 1])
  })

  it('does not take three in a row across two windows', () => {
    expect(decide('abbb')).toEqual({ enough: false })
  })

  it('never takes abstentions for unanimous', () => {
    expect(decide('---')).toEqual({ enough: false })
    expect(decide('a-aaaa')).toEqual({ enough: true, chosen: 0 })
  })

  it('waits for every sample of a window, in launch order', () => {
    expect(decide('a.abbb')).toEqual({ enough: true, chosen: 0 })
    expect(decide('a.a')).toEqual({ enough: false })
  })

  it('leaves a last window that is not whole out, and takes the leader of all', () => {
    expect(decide('abcbb', 5)).toEqual({ enough: true })
  })

  it('returns the answer of a last window that is unanimous', () => {
    expect(decide('aabaacbbb', 9)).toEqual({ enough: true, chosen: 1 })
  })
})

describe('all', () => {
  it('stops only when every sample ended', () => {
    expect(stops('all', 'a'.repeat(39))).toBe(false)
    expect(stops('all', 'a'.repeat(40))).toBe(true)
  })
})

describe('withMinimum', () => {
  it('never stops before so many samples ended', () => {
    const rule = withMinimum(parseStopRule('lead:1'), 3)
    const enough = ['a', 'aa', 'aa-'].map(
      (s) => decideStop(rule, stateOf(s, { asked: 8, tie: 'first' })).enough,
    )
    expect(enough).toEqual([false, false, true])
  })

  it('stops when every sample ended, even below the minimum', () => {
    const rule = withMinimum(parseStopRule('all'), 10)
    expect(decideStop(rule, stateOf('ab', { asked: 2, tie: 'first' })).enough).toBe(true)
  })
})

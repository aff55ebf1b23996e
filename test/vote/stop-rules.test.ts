import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/ground/errors.ts'
import { parseStopRule, stopRules } from '../../src/vote/stop-rules.ts'

const refusal = (text: string) => {
  try {
    parseStopRule(text)
  } catch (thrown) {
    if (thrown instanceof UsageError) return `${thrown.message} ${thrown.fix}`
  }
  return undefined
}

describe('parseStopRule', () => {
  it('takes every rule without a value, and labels it as written', () => {
    const names = Object.keys(stopRules)
    expect(names).toEqual(['predictive', 'certain', 'beta', 'lead', 'window', 'all'])
    expect(names.map((name) => parseStopRule(name).label)).toEqual(names)
  })

  it.each([
    'predictive:safe',
    'predictive:fast',
    'predictive:parity',
    'predictive:0',
    'predictive:.01',
    'predictive:1e-3',
    'beta:0.9',
    'lead:5',
    'window:10',
  ])('takes %s', (text) => {
    expect(parseStopRule(text).label).toBe(text)
  })

  it('refuses an unknown rule and lists the known ones', () => {
    expect(refusal('predictve')).toBe(
      'There is no stop rule "predictve". Did you mean "predictive"? Use one of: predictive[:safe|parity|fast|NUMBER], certain, beta[:CONFIDENCE], lead[:VOTES], window[:SIZE], all.',
    )
    expect(refusal('median')).toContain('There is no stop rule "median". Use one of: ')
    expect(refusal('')).toContain('There is no stop rule "".')
    expect(refusal('constructor')).toContain('There is no stop rule "constructor".')
  })

  it('refuses a value and says what is allowed', () => {
    expect(refusal('predictive:brave')).toBe(
      'The stop rule "predictive" does not take the value "brave". Use safe (0.005), fast (0.016), parity (N / 4000), or a risk from 0 to below 1: predictive[:safe|parity|fast|NUMBER].',
    )
    expect(refusal('certain:1')).toBe(
      'The stop rule "certain" does not take the value "1". Write it without a value: certain.',
    )
  })

  it.each([
    'predictive:',
    'predictive:1',
    'predictive:-0.1',
    'predictive:NaN',
    'predictive:0x1',
    'predictive:0.005 ',
    'predictive:toString',
    'beta:0.5',
    'beta:1',
    'beta:95',
    'lead:0',
    'lead:2.5',
    'lead:Infinity',
    'window:0',
    'window:5:5',
    'all:',
  ])('refuses %s', (text) => {
    expect(refusal(text)).toContain('does not take the value')
  })
})

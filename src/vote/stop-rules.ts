import { UsageError } from '../ground/errors.ts'
import { didYouMean } from '../ground/nearest-name.ts'
import { allRule } from './rule/all.ts'
import { betaRule } from './rule/beta.ts'
import { certainRule } from './rule/certain.ts'
import { leadRule } from './rule/lead.ts'
import { predictiveRule, type RiskLimit, riskLimits } from './rule/predictive.ts'
import { windowRule } from './rule/window.ts'
import type { StopRule } from './stop-rule.ts'

/** One kind of stop rule: what it is called, what it takes, and how it is made. */
export interface StopRuleEntry {
  /** How it is written, with its value in brackets: `beta[:CONFIDENCE]`. */
  readonly usage: string
  /** What it does, in one line. */
  readonly summary: string
  /** What its value may be; absent for a rule without one. */
  readonly values?: string
  /**
   * Makes the rule.
   *
   * @param label - The rule as it was written.
   * @param value - What stood after the colon; `undefined` without a colon.
   * @returns The rule; `undefined` if the value is not one it takes.
   */
  make(label: string, value: string | undefined): StopRule | undefined
}

/** The stop rules by name, the default first. */
export const stopRules = {
  predictive: {
    usage: 'predictive[:safe|parity|fast|NUMBER]',
    summary:
      'stop when the risk that all N samples would elect another answer is small (default: safe, 0.005)',
    values: 'safe (0.005), fast (0.016), parity (N / 4000), or a risk from 0 to below 1',
    make: (label, value = 'safe') => {
      const limit = riskLimit(value)
      return limit && predictiveRule(label, limit)
    },
  },
  certain: {
    usage: 'certain',
    summary: 'stop when no remaining sample can change the outcome',
    make: (_, value) => (value === undefined ? certainRule : undefined),
  },
  beta: {
    usage: 'beta[:CONFIDENCE]',
    summary: 'Adaptive-Consistency: stop when the leader beats the runner-up with this confidence (0.95)',
    values: 'a confidence above 0.5 and below 1',
    make: (label, value = '0.95') => {
      const confidence = decimal(value)
      return confidence > 0.5 && confidence < 1 ? betaRule(label, confidence) : undefined
    },
  },
  lead: {
    usage: 'lead[:VOTES]',
    summary: 'ConSol: stop when the leader is this many votes ahead (3)',
    values: 'a whole number of votes, at least 1',
    make: (label, value = '3') => {
      const votes = decimal(value)
      return Number.isSafeInteger(votes) && votes >= 1 ? leadRule(label, votes) : undefined
    },
  },
  window: {
    usage: 'window[:SIZE]',
    summary:
      'ESC: stop when a window of this many samples in launch order (5) is unanimous, and return its answer',
    values: 'a whole number of samples, at least 1',
    make: (label, value = '5') => {
      const size = decimal(value)
      return Number.isSafeInteger(size) && size >= 1 ? windowRule(label, size) : undefined
    },
  },
  all: {
    usage: 'all',
    summary: 'draw all N samples',
    make: (_, value) => (value === undefined ? allRule : undefined),
  },
} as const satisfies Record<string, StopRuleEntry>

/** A name in the table of stop rules. */
export type StopRuleName = keyof typeof stopRules

/**
 * The stop rule that a text names.
 *
 * @param text - `NAME` or `NAME:value`, as in `predictive:0.01`.
 * @throws UsageError for an unknown name or a value the rule does not take; it says what is allowed.
 */
export function parseStopRule(text: string): StopRule {
  const colon = text.indexOf(':')
  const name = colon < 0 ? text : text.slice(0, colon)
  const value = colon < 0 ? undefined : text.slice(colon + 1)
  if (!isStopRuleName(name)) {
    const usages = Object.values(stopRules).map((entry) => entry.usage)
    const fix = `${didYouMean(name, Object.keys(stopRules))} Use one of: ${usages.join(', ')}.`.trimStart()
    throw new UsageError(`There is no stop rule "${name}".`, { fix })
  }
  const entry: StopRuleEntry = stopRules[name]
  const rule = entry.make(text, value)
  if (rule !== undefined) return rule
  const fix =
    entry.values === undefined ? `Write it without a value: ${name}.` : `Use ${entry.values}: ${entry.usage}.`
  throw new UsageError(`The stop rule "${name}" does not take the value "${value}".`, { fix })
}

function isStopRuleName(name: string): name is StopRuleName {
  return Object.hasOwn(stopRules, name)
}

function riskLimit(value: string): RiskLimit | undefined {
  if (Object.hasOwn(riskLimits, value)) return riskLimits[value as keyof typeof riskLimits]
  const risk = decimal(value)
  return risk >= 0 && risk < 1 ? () => risk : undefined
}

/** The number a text writes in decimal notation; NaN, which no range contains, for anything else. */
function decimal(text: string): number {
  return /^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN
}

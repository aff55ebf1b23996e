import { type SettingName, type SettingValues, settingForms, settings } from '../config/settings.ts'
import { UsageError } from '../ground/errors.ts'
import type { BallotTerms } from './ballot.ts'
import type { OutcomeTerms, voteUnits } from './outcome-terms.ts'
import type { ScheduleName } from './schedule.ts'
import { type StopRule, withMinimum } from './stop-rule.ts'
import { parseStopRule } from './stop-rules.ts'
import type { StopTerms } from './stop-state.ts'

/** Everything that decides a vote: how many samples, when it stops, what becomes of a tie, who counts. One value, kept in the manifest of a run. */
export interface VotingPolicy extends OutcomeTerms, BallotTerms {
  /** Samples asked for at most, N. */
  readonly n: number
  /** Fewest samples before the rule may stop. */
  readonly min: number
  /** The stop rule as it was written: `NAME` or `NAME:value`. */
  readonly rule: string
  readonly schedule: ScheduleName
  /** Most further samples that a tie may ask for under `extend`. */
  readonly extendBy: number
  /** Whether JSON answers of a schema are voted on field by field; as wholes where absent. */
  readonly voteBy?: (typeof voteUnits)[number]
  /** Whether a vote by fields always answers with what one sample wrote. */
  readonly coherent?: boolean
  /** Whether the good fields of an answer vote that does not fit the schema as a whole. */
  readonly salvage?: boolean
}

/** What of a policy somebody asks for; the rest is the default, or stays as it was. */
export type PolicyWish = { readonly [Field in keyof VotingPolicy]?: VotingPolicy[Field] | undefined }

/** The commands that hold votes; some of their defaults differ. */
export type VotingCommand = 'vote' | 'bench'

/** The setting that says each field of a policy: its flag, its variable, its key in a configuration. */
export const policySettings = {
  n: 'n',
  min: 'min',
  rule: 'rule',
  schedule: 'schedule',
  tie: 'tie',
  extendBy: 'extend',
  quorum: 'quorum',
  countForced: 'countForced',
  voteBy: 'voteBy',
  coherent: 'coherent',
  salvage: 'salvage',
} as const satisfies Record<keyof VotingPolicy, SettingName>

const fields = Object.keys(policySettings) as (keyof VotingPolicy)[]

/**
 * The policy of a command: what is asked for, and its defaults for the rest.
 *
 * @throws UsageError that names the field whose value cannot be used.
 */
export function votingPolicy(command: VotingCommand, wish: PolicyWish = {}): VotingPolicy {
  const defaults = fields.flatMap((field) => {
    const fallback = fallbackOf(policySettings[field], command)
    return fallback === undefined ? [] : [[field, fallback]]
  })
  return changedPolicy(Object.fromEntries(defaults) as VotingPolicy, wish)
}

/**
 * The policy as the settings of a command have it.
 *
 * @param n - Samples asked for, where something else than the setting says it.
 * @throws UsageError that says which flag, variable or file names a rule that there is not.
 */
export function policyFromSettings(
  command: VotingCommand,
  { maybe, origins }: PolicySource,
  n?: number,
): VotingPolicy {
  const wish = Object.fromEntries(fields.map((field) => [field, maybe(policySettings[field])])) as PolicyWish
  try {
    if (wish.rule !== undefined) parseStopRule(wish.rule)
  } catch (thrown) {
    const from = origins['rule']?.from
    const isNamed = from === undefined || from === settings.rule.flag || from === policySettings.rule
    if (!(thrown instanceof UsageError) || isNamed) throw thrown
    throw new UsageError(`${from}: rule: ${thrown.message}`, { fix: thrown.fix, cause: thrown })
  }
  return votingPolicy(command, n === undefined ? wish : { ...wish, n })
}

/** Settings that were resolved, and where each came from. */
export interface PolicySource {
  maybe<Name extends SettingName>(name: Name): SettingValues[Name] | undefined
  readonly origins: Readonly<Record<string, { readonly value?: unknown; readonly from: string }>>
}

/** The policy alone out of what holds one, as a manifest does. */
export function policyOf(holder: VotingPolicy): VotingPolicy {
  const present = fields.filter((field) => holder[field] !== undefined)
  return Object.fromEntries(present.map((field) => [field, holder[field]])) as unknown as VotingPolicy
}

/**
 * A policy with some fields changed; what is not said stays. A tie may ask for as many further samples as N where nothing says it.
 *
 * @throws UsageError that names the field whose value cannot be used.
 */
export function changedPolicy(policy: VotingPolicy, wish: PolicyWish): VotingPolicy {
  const said = fields.filter((field) => wish[field] !== undefined).map((field) => [field, wish[field]])
  const changed = { ...policy, ...(Object.fromEntries(said) as Partial<VotingPolicy>) }
  const whole = policyOf({ ...changed, extendBy: changed.extendBy ?? changed.n })
  for (const field of fields) requireValue(field, wish[field])
  parseStopRule(whole.rule)
  if (wish.min !== undefined && whole.min > whole.n) {
    throw new UsageError(`min is ${whole.min}, and n is ${whole.n}.`, {
      fix: 'No rule may stop a vote before min samples: give it a number up to n.',
    })
  }
  return whole
}

/** The stop rule of a policy, which keeps to its minimum. @throws UsageError for a rule that there is not. */
export function stopRuleOf({ rule, min }: Pick<VotingPolicy, 'rule' | 'min'>): StopRule {
  const parsed = parseStopRule(rule)
  return min > 0 ? withMinimum(parsed, min) : parsed
}

/** A policy as settings that say all of it: a quorum of 0 is none, and no answer of the demo has fields. */
export function settingsOfPolicy(policy: VotingPolicy): Readonly<Record<string, unknown>> {
  const all = { ...policy, quorum: policy.quorum ?? 0, voteBy: policy.voteBy ?? 'whole' }
  const said = fields.filter((field) => all[field] !== undefined)
  return Object.fromEntries(said.map((field) => [policySettings[field], all[field]]))
}

/** What a stop rule is told of a policy, once `asked` samples are asked for. */
export function stopTerms({ tie, quorum }: OutcomeTerms, asked: number): StopTerms {
  return quorum === undefined ? { asked, tie } : { asked, tie, quorum }
}

/** Most samples that a vote may draw: N, and those that a tie may ask for. */
export function mostSamples({ n, tie, extendBy }: VotingPolicy): number {
  return tie === 'extend' ? n + extendBy : n
}

/** The policy of the vote that the first samples of a run alone would have held. */
export function policyOfFirst(policy: VotingPolicy, samples: number): VotingPolicy {
  const { n, extendBy } = policy
  const kept = Math.max(0, Math.min(extendBy, samples - n))
  return { ...policyOf(policy), n: Math.min(n, samples), extendBy: kept }
}

/** Seeds that are kept for one vote, whatever its tie policy: those of N samples and of its extension. */
export function seedsReserved({ n, extendBy }: VotingPolicy): number {
  return n + extendBy
}

/**
 * A policy in words, for a person.
 *
 * @param drawing - What decides when to stop, where that is not the rule.
 */
export function policyWords(policy: VotingPolicy, drawing = `rule ${policy.rule}`): string[] {
  const { n, min, schedule, tie, quorum, voteBy, coherent, salvage } = policy
  return [
    `n ${n}`,
    ...(min > 0 ? [`min ${min}`] : []),
    drawing,
    `schedule ${schedule}`,
    `tie ${tie}`,
    ...(quorum === undefined ? [] : [`quorum ${quorum}`]),
    ...(voteBy === 'field' ? ['vote by field'] : []),
    ...(coherent ? ['coherent'] : []),
    ...(salvage ? ['salvage'] : []),
  ]
}

/** Who votes beside the samples that finished by themselves, for a person; nothing where nobody does. */
export function electorateWords({ countForced }: BallotTerms): string[] {
  return countForced ? ['forced answers vote'] : []
}

function fallbackOf(name: SettingName, command: VotingCommand): unknown {
  const fallback: unknown = settings[name].fallback
  return typeof fallback === 'object' && fallback !== null
    ? (fallback as Readonly<Record<string, unknown>>)[command]
    : fallback
}

function requireValue(field: keyof VotingPolicy, value: unknown): void {
  if (value === undefined) return
  const reading = settingForms[policySettings[field]](value)
  if (reading.type === 'read') return
  throw new UsageError(`${field} is ${JSON.stringify(value) ?? String(value)}.`, {
    fix: `Give it ${reading.wanted}.`,
  })
}

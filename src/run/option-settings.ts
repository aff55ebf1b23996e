import type { RuntimeOptionValues } from '../config/runtime-options.ts'
import type { DrawCommand, SettingName } from '../config/settings.ts'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { PlanInput } from '../sample/plan.ts'
import { policySettings, type VotingPolicy } from '../vote/policy.ts'
import { requireRuntimeOptions, requireTyped } from './check-options.ts'
import type { AskOptions, BenchOptions, RunOptions, SampleOptions } from './options.ts'
import { type RunSettings, resolveRunSettings } from './settings.ts'

/** The options that settings say, whichever call they are given to. */
type SettingOptions = SampleOptions & RunOptions & Pick<AskOptions, 'answer'> & Pick<BenchOptions, 'kind'>

/**
 * The settings of a call of the library: its options over preset and profile over the defaults of the command.
 *
 * @throws UsageError that names the option whose value cannot be used.
 */
export async function optionSettings(
  command: DrawCommand,
  options: SettingOptions,
  folders: readonly string[],
): Promise<RunSettings> {
  const { preset, profile, limits = {} } = options
  const { loop } = limits
  const values: { [Name in SettingName]?: unknown } = {
    preset: typeof preset === 'string' ? preset : undefined,
    profile: typeof profile === 'string' ? profile : undefined,
    answer: options.answer?.kind ?? options.kind,
    firstPartTimeout: durationOf('firstPartMs', limits),
    idleTimeout: durationOf('idleMs', limits),
    timeout: durationOf('totalMs', limits),
    loopGuard: loop === undefined ? undefined : loop !== false,
  }
  for (const name of sameName) values[name] = options[name]
  for (const [field, name] of policyFields) values[name] = options[field]
  const entries = Object.entries(defined(values)) as [SettingName, unknown][]
  for (const [name, value] of entries) requireTyped(name, otherNames[name] ?? name, value)
  if (options.options !== undefined) await requireRuntimeOptions(options.options)
  const settings = await resolveRunSettings(
    {
      command,
      flags: Object.fromEntries(entries),
      flagNames: { ...Object.fromEntries(entries.map(([name]) => [name, name])), ...otherNames },
      ...(options.options === undefined ? {} : { options: options.options as RuntimeOptionValues }),
    },
    folders,
    {
      preset: typeof preset === 'object' ? preset : undefined,
      profile: typeof profile === 'object' ? profile : undefined,
    },
  )
  if (loop === undefined || loop === false) return settings
  const limitsWithLoop = { ...settings.profile.limits, loop }
  return { ...settings, profile: { ...settings.profile, limits: limitsWithLoop } }
}

/** Options that are called as their settings are. */
const sameName = [
  ...(['think', 'system', 'maxTokens', 'maxThinkingTokens'] as const),
  ...(['onTrip', 'seed', 'slots', 'allowIdentical'] as const),
] as const

/** Each field of a policy, and the setting that says it. */
const policyFields = Object.entries(policySettings) as [keyof VotingPolicy, SettingName][]

/** Settings whose options are called otherwise. */
const otherNames: Readonly<Partial<Record<SettingName, string>>> = {
  ...Object.fromEntries(policyFields.map(([field, name]) => [name, field])),
  answer: 'kind',
  firstPartTimeout: 'limits.firstPartMs',
  idleTimeout: 'limits.idleMs',
  timeout: 'limits.totalMs',
}

/** A limit as the settings read durations. @throws UsageError for a time that is not above 0. */
function durationOf(
  name: 'firstPartMs' | 'idleMs' | 'totalMs',
  limits: Partial<PlanInput['limits']>,
): string | undefined {
  const ms = limits[name]
  if (ms === undefined) return undefined
  if (Number.isFinite(ms) && ms > 0) return `${ms}ms`
  throw new UsageError(`limits.${name} is ${ms}.`, { fix: 'Give it milliseconds, more than 0.' })
}

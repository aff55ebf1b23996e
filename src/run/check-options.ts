import { type SettingName, settingForms } from '../config/settings.ts'
import { UsageError } from '../ground/errors.ts'
import { didYouMean } from '../ground/nearest-name.ts'
import { policySettings, type VotingPolicy } from '../vote/policy.ts'
import type {
  AskOptions,
  BenchOptions,
  OpenOptions,
  PlanOptions,
  RunOptions,
  SampleOptions,
  VoteOptions,
} from './options.ts'

type Names<Options> = Readonly<Record<keyof Options, true>>

const sampleOptions: Names<SampleOptions> = {
  ...{ preset: true, profile: true, options: true, limits: true, think: true, maxTokens: true },
  ...{ maxThinkingTokens: true, system: true, onTrip: true, maxAttempts: true, seed: true },
  ...{ signal: true, onNotice: true },
}
const keptOptions: Names<Omit<RunOptions, keyof VotingPolicy>> = {
  ...{ slots: true, allowIdentical: true, runFolder: true, runsFolder: true },
}
const policyOptions = Object.fromEntries(
  Object.keys(policySettings).map((name) => [name, true]),
) as Names<VotingPolicy>
const runOptions: Names<RunOptions> = { ...keptOptions, ...policyOptions }
const askOptions: Names<AskOptions> = {
  ...sampleOptions,
  ...{ images: true, format: true, answer: true, onPart: true },
}
const voteOptions: Names<VoteOptions> = { ...askOptions, ...runOptions, onCount: true }

/** The options that each call of the library takes. */
const optionNames = {
  open: {
    ...{ host: true, hosts: true, headers: true, ca: true, mixedVersions: true, hostTimeoutMs: true },
    model: true,
    allowRemote: true,
    folders: true,
    clock: true,
    signal: true,
  } satisfies Names<OpenOptions>,
  ask: askOptions,
  vote: voteOptions,
  plan: { ...voteOptions, for: true } satisfies Names<PlanOptions>,
  bench: {
    ...sampleOptions,
    ...runOptions,
    ...{ kind: true, limit: true, ids: true, language: true, shuffleSeed: true, fields: true },
    ...{ format: true, choiceSeed: true, template: true, budget: true, onCount: true, schema: true },
  } satisfies Names<BenchOptions>,
} as const

const limitNames = ['firstPartMs', 'idleMs', 'totalMs', 'loop']

/**
 * Refuses options that a call does not take: what is misspelt would be without effect, and nobody would notice.
 *
 * @throws UsageError that names the option, and the one that is near.
 */
export function requireKnownOptions(call: keyof typeof optionNames, options: object): void {
  requireObject('options', options)
  requireNames('option', options, Object.keys(optionNames[call]))
  const { limits } = options as SampleOptions
  if (limits === undefined) return
  requireObject('limits', limits)
  requireNames('limit', limits, limitNames)
}

/** @throws UsageError for a prompt that is no text, or an empty one. */
export function requirePrompt(prompt: unknown): void {
  if (typeof prompt === 'string' && prompt.trim() !== '') return
  const is = typeof prompt === 'string' ? 'empty' : `of type ${prompt === null ? 'null' : typeof prompt}`
  throw new UsageError(`The prompt is ${is}.`, { fix: 'Give it a text that is not empty.' })
}

/**
 * Refuses a value of another type than the setting has: a flag is text, and is read as what it spells, but a caller has types.
 *
 * @param called - The name of the option.
 * @throws UsageError that names it.
 */
export function requireTyped(name: SettingName, called: string, value: unknown): void {
  const reading = settingForms[name](value)
  if (reading.type === 'read') return
  throw new UsageError(`${called} is ${JSON.stringify(value) ?? String(value)}.`, { fix: reading.advice })
}

/**
 * Checks options of the runtime that a caller gives as values.
 *
 * @throws UsageError for an unknown name, for a wrong type, and for what has an option of its own.
 */
export async function requireRuntimeOptions(options: object): Promise<void> {
  requireObject('options', options)
  const { isRuntimeOption, runtimeOptions } = await import('../config/runtime-options.ts')
  const own: Readonly<Record<string, string>> = { seed: 'seed', num_predict: 'maxTokens' }
  requireNames('option of the runtime', options, Object.keys(runtimeOptions))
  for (const [name, value] of Object.entries(options)) {
    if (!isRuntimeOption(name) || value === undefined) continue
    if (own[name] !== undefined)
      throw new UsageError(`options.${name} has an option of its own.`, { fix: `Use ${own[name]}.` })
    const { success, error } = runtimeOptions[name].schema.safeParse(value)
    if (success) continue
    throw new UsageError(`options.${name} is ${JSON.stringify(value) ?? String(value)}.`, {
      fix: `Give it ${error.issues[0]?.message ?? 'another value'}.`,
    })
  }
}

function requireObject(what: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new UsageError(`${what} is ${JSON.stringify(value) ?? String(value)}.`, { fix: 'Give it an object.' })
}

function requireNames(what: string, values: object, names: readonly string[]): void {
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue
    throw new UsageError(`There is no ${what} "${name}".`, {
      fix: `${didYouMean(name, names)} There are: ${names.join(', ')}.`.trim(),
    })
  }
}

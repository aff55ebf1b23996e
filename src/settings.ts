import { z } from 'zod'
import { askedKindSchema } from './answer/schema.ts'
import { durationSchema } from './duration.ts'
import { type Preset, thinkSchema } from './preset.ts'
import { keepAliveSchema, type Profile } from './profile.ts'

const text = z.string('text').min(1, 'text that is not empty')
const toggle = z.boolean('true or false')
const count = z.int('a whole number, 1 or more').min(1, 'a whole number, 1 or more')

/** What happens to a sample that tripped: its answer is forced out, it is drawn again, or it is dropped. */
export const onTripSchema = z.enum(['force', 'retry', 'drop'], '"force", "retry" or "drop"')

/** Every setting that flags, the environment and configuration files share, under its key in a file. */
export const settingSchemas = {
  model: text,
  preset: text,
  profile: text,
  host: text,
  allowRemote: toggle,
  slots: z
    .int('a whole number from 1 to 512')
    .min(1, 'a whole number from 1 to 512')
    .max(512, 'a whole number from 1 to 512'),
  seed: z
    .int('a whole number from 0 to 2147483647')
    .min(0, 'a whole number from 0 to 2147483647')
    .max(2_147_483_647, 'a whole number from 0 to 2147483647'),
  system: text,
  think: thinkSchema,
  hideThinking: toggle,
  answer: askedKindSchema,
  maxTokens: count,
  maxThinkingTokens: count,
  loadTimeout: durationSchema,
  firstPartTimeout: durationSchema,
  idleTimeout: durationSchema,
  timeout: durationSchema,
  onTrip: onTripSchema,
  keepAlive: keepAliveSchema,
  n: z
    .int('a whole number from 1 to 100000')
    .min(1, 'a whole number from 1 to 100000')
    .max(100_000, 'a whole number from 1 to 100000'),
  rule: text,
  tie: text,
  quorum: z.number('a number from 0 to 1').min(0, 'a number from 0 to 1').max(1, 'a number from 0 to 1'),
  allowIdentical: toggle,
  runDir: text,
} as const

/** The key of a setting. */
export type SettingName = keyof typeof settingSchemas

/** The values of settings, as they are used: durations in milliseconds. */
export type SettingValues = { [Name in SettingName]: z.output<(typeof settingSchemas)[Name]> }

/** Commands that draw samples; some defaults differ between them. */
export type DrawCommand = 'ask' | 'vote' | 'bench'

/** Where a setting may come from beside flags and files. */
export interface SettingRule<Value> {
  /** The flag as people write it. */
  readonly flag?: string
  /** Variables of the environment, the first one set counts. */
  readonly variables: readonly string[]
  readonly ofPreset?: (preset: Preset) => Value | undefined
  readonly ofProfile?: (profile: Profile) => Value | undefined
  /** What holds where nothing was said: one value, or one for each command. */
  readonly fallback?: Value | Partial<Record<DrawCommand, Value>>
}

/** The one list of settings: flag, variable, preset, profile and default of each. */
export const settings: { readonly [Name in SettingName]: SettingRule<SettingValues[Name]> } = {
  model: { flag: '--model', variables: ['MAGI_MODEL'] },
  preset: {
    flag: '--preset',
    variables: ['MAGI_PRESET'],
    fallback: { ask: 'balanced', vote: 'majority', bench: 'card' },
  },
  profile: { flag: '--profile', variables: ['MAGI_PROFILE'], fallback: 'default' },
  host: {
    flag: '--host',
    variables: ['MAGI_HOST', 'OLLAMA_HOST'],
    ofProfile: (profile) => profile.host,
    fallback: 'http://127.0.0.1:11434',
  },
  allowRemote: { flag: '--allow-remote', variables: ['MAGI_ALLOW_REMOTE'], fallback: false },
  slots: { flag: '--slots', variables: ['MAGI_SLOTS'], ofProfile: (profile) => profile.slots, fallback: 1 },
  seed: { flag: '--seed', variables: ['MAGI_SEED'] },
  system: { flag: '--system', variables: ['MAGI_SYSTEM'] },
  think: { flag: '--think', variables: ['MAGI_THINK'], ofPreset: (preset) => preset.think },
  hideThinking: { flag: '--hide-thinking', variables: ['MAGI_HIDE_THINKING'], fallback: false },
  answer: { flag: '--answer', variables: ['MAGI_ANSWER'], fallback: { vote: 'auto', bench: 'auto' } },
  maxTokens: {
    flag: '--max-tokens',
    variables: ['MAGI_MAX_TOKENS'],
    ofProfile: (profile) => profile.limits.maxTokens,
  },
  maxThinkingTokens: {
    flag: '--max-thinking-tokens',
    variables: ['MAGI_MAX_THINKING_TOKENS'],
    ofPreset: (preset) => preset.maxThinkingTokens,
    ofProfile: (profile) => profile.limits.maxThinkingTokens,
  },
  loadTimeout: { variables: ['MAGI_LOAD_TIMEOUT'], ofProfile: (profile) => profile.limits.loadMs },
  firstPartTimeout: {
    flag: '--first-part-timeout',
    variables: ['MAGI_FIRST_PART_TIMEOUT'],
    ofProfile: (profile) => profile.limits.firstPartMs,
  },
  idleTimeout: {
    flag: '--idle-timeout',
    variables: ['MAGI_IDLE_TIMEOUT'],
    ofProfile: (profile) => profile.limits.idleMs,
  },
  timeout: { flag: '--timeout', variables: ['MAGI_TIMEOUT'], ofProfile: (profile) => profile.limits.totalMs },
  onTrip: {
    flag: '--on-trip',
    variables: ['MAGI_ON_TRIP'],
    fallback: { ask: 'force', vote: 'drop', bench: 'drop' },
  },
  keepAlive: { variables: ['MAGI_KEEP_ALIVE'], ofProfile: (profile) => profile.keep_alive },
  n: { flag: '-n', variables: ['MAGI_N'], fallback: { ask: 1, vote: 16, bench: 64 } },
  rule: { flag: '--rule', variables: ['MAGI_RULE'], fallback: { vote: 'certain', bench: 'all' } },
  tie: { flag: '--tie', variables: ['MAGI_TIE'] },
  quorum: { flag: '--quorum', variables: ['MAGI_QUORUM'] },
  allowIdentical: { flag: '--allow-identical', variables: ['MAGI_ALLOW_IDENTICAL'], fallback: false },
  runDir: { flag: '--run-dir', variables: ['MAGI_RUN_DIR'] },
}

import { answerKinds } from '../answer/answer.ts'
import { largestSeed } from '../ground/seed.ts'
import type { Preset } from './preset-schema.ts'
import type { Profile } from './profile-schema.ts'
import {
  duration,
  type FormValue,
  filledText,
  keepAlive,
  numberFrom,
  oneOf,
  sandboxTerms,
  spacedTexts,
  texts,
  think,
  toggle,
  wholeNumber,
} from './setting-form.ts'

/** Most samples of one vote. */
const mostSamples = 100_000

/** Every setting that flags, the environment and configuration files share, under its key in a file. */
export const settingForms = {
  model: filledText,
  preset: filledText,
  profile: filledText,
  host: filledText,
  /** Several hosts, each as `host` is written, or with `,slots=K` and `,model=NAME` behind it. */
  hosts: spacedTexts,
  mixedVersions: toggle,
  hostTimeout: duration,
  headerFile: filledText,
  ca: filledText,
  allowRemote: toggle,
  slots: wholeNumber(1, 512),
  seed: wholeNumber(0, largestSeed),
  system: filledText,
  think,
  hideThinking: toggle,
  answer: oneOf([...answerKinds, 'auto']),
  maxTokens: wholeNumber(1),
  maxThinkingTokens: wholeNumber(1),
  loadTimeout: duration,
  firstPartTimeout: duration,
  idleTimeout: duration,
  timeout: duration,
  loopGuard: toggle,
  /** What happens to a sample that tripped: its answer is forced out, it is drawn again, or it is dropped. */
  onTrip: oneOf(['force', 'retry', 'drop']),
  keepAlive,
  n: wholeNumber(1, mostSamples),
  min: wholeNumber(0, mostSamples),
  rule: filledText,
  schedule: oneOf(['eager', 'lookahead']),
  tie: oneOf(['declare', 'first', 'extend']),
  extend: wholeNumber(1, mostSamples),
  quorum: numberFrom(0, 1),
  countForced: toggle,
  /** What of JSON answers of a schema is voted on. */
  voteBy: oneOf(['field', 'whole']),
  coherent: toggle,
  salvage: toggle,
  allowIdentical: toggle,
  runDir: filledText,
  sandbox: sandboxTerms,
  listen: filledText,
  tokenFile: filledText,
  allowHost: texts,
  allowOrigin: texts,
  listed: texts,
  /** What clients are shown as thinking while a vote is drawn. */
  show: oneOf(['progress', 'followed', 'none']),
  /** What clients are told where no answer won. */
  noConsensus: oneOf(['answer', 'error']),
  linger: duration,
  record: toggle,
  keepRuns: wholeNumber(1),
  maxQueue: wholeNumber(0),
  drain: duration,
} as const

/** The key of a setting. */
export type SettingName = keyof typeof settingForms

/** The values of settings, as they are used: durations in milliseconds. */
export type SettingValues = { [Name in SettingName]: FormValue<(typeof settingForms)[Name]> }

/** Commands that draw samples; some defaults differ between them. */
export type DrawCommand = 'ask' | 'vote' | 'bench'

/** Commands whose settings have defaults of their own. */
export type SettingCommand = DrawCommand | 'serve'

/**
 * What a flag beside `--resume` may say: `same`, what the run was begun with; `may-differ`, anything, since it changes no sample; nothing where
 * it is `refused`, since the run cannot be compared with it.
 */
export type ResumeRule = 'same' | 'may-grow' | 'may-differ' | 'refused'

/** Where a setting may come from beside flags and files. */
export interface SettingRule<Value> {
  /** The flag as people write it. */
  readonly flag?: string
  /** Variables of the environment, the first one set counts. */
  readonly variables: readonly string[]
  readonly ofPreset?: (preset: Preset) => Value | undefined
  readonly ofProfile?: (profile: Profile) => Value | undefined
  /**
   * `own`: only the user says it, by flag, environment or their own files. So it is with what decides where data goes, or which credentials are
   * sent: a folder that somebody else wrote must not.
   */
  readonly from?: 'own'
  /** What a resumed run makes of the flag. */
  readonly resume: ResumeRule
  /** What holds where nothing was said: one value, or one for each command. */
  readonly fallback?: Value | Partial<Record<SettingCommand, Value>>
}

/** The one list of settings: flag, variable, preset, profile and default of each. */
export const settings: { readonly [Name in SettingName]: SettingRule<SettingValues[Name]> } = {
  model: { flag: '--model', variables: ['MAGI_MODEL'], resume: 'same' },
  preset: {
    flag: '--preset',
    variables: ['MAGI_PRESET'],
    resume: 'same',
    fallback: { ask: 'balanced', vote: 'majority', bench: 'card' },
  },
  profile: { flag: '--profile', variables: ['MAGI_PROFILE'], resume: 'same', fallback: 'default' },
  host: {
    flag: '--host',
    variables: ['MAGI_HOST', 'OLLAMA_HOST'],
    resume: 'may-differ',
    from: 'own',
    ofProfile: (profile) => profile.host,
    fallback: 'http://127.0.0.1:11434',
  },
  // Where several things name hosts, `hostTargets` says which counts.
  hosts: { flag: '--host', variables: ['MAGI_HOSTS'], resume: 'may-differ', from: 'own' },
  mixedVersions: {
    flag: '--mixed-versions',
    variables: ['MAGI_MIXED_VERSIONS'],
    resume: 'may-differ',
    from: 'own',
  },
  hostTimeout: { flag: '--host-timeout', variables: ['MAGI_HOST_TIMEOUT'], resume: 'may-differ' },
  headerFile: {
    flag: '--header-file',
    variables: ['MAGI_HEADER_FILE'],
    resume: 'may-differ',
    from: 'own',
  },
  ca: { flag: '--ca', variables: ['MAGI_CA'], resume: 'may-differ', from: 'own' },
  allowRemote: {
    flag: '--allow-remote',
    variables: ['MAGI_ALLOW_REMOTE'],
    resume: 'may-differ',
    from: 'own',
    fallback: false,
  },
  slots: {
    flag: '--slots',
    variables: ['MAGI_SLOTS'],
    resume: 'may-differ',
    ofProfile: (profile) => profile.slots,
    fallback: 1,
  },
  seed: { flag: '--seed', variables: ['MAGI_SEED'], resume: 'same' },
  system: { flag: '--system', variables: ['MAGI_SYSTEM'], resume: 'refused' },
  think: { flag: '--think', variables: ['MAGI_THINK'], resume: 'same', ofPreset: (preset) => preset.think },
  hideThinking: {
    flag: '--hide-thinking',
    variables: ['MAGI_HIDE_THINKING'],
    resume: 'may-differ',
    fallback: false,
  },
  answer: {
    flag: '--answer',
    variables: ['MAGI_ANSWER'],
    resume: 'same',
    fallback: { vote: 'auto', bench: 'auto' },
  },
  maxTokens: {
    flag: '--max-tokens',
    variables: ['MAGI_MAX_TOKENS'],
    resume: 'same',
    ofProfile: (profile) => profile.limits.maxTokens,
  },
  maxThinkingTokens: {
    flag: '--max-thinking-tokens',
    variables: ['MAGI_MAX_THINKING_TOKENS'],
    resume: 'same',
    ofPreset: (preset) => preset.maxThinkingTokens,
    ofProfile: (profile) => profile.limits.maxThinkingTokens,
  },
  loadTimeout: {
    variables: ['MAGI_LOAD_TIMEOUT'],
    resume: 'may-differ',
    ofProfile: (profile) => profile.limits.loadMs,
  },
  firstPartTimeout: {
    flag: '--first-part-timeout',
    variables: ['MAGI_FIRST_PART_TIMEOUT'],
    resume: 'same',
    ofProfile: (profile) => profile.limits.firstPartMs,
  },
  idleTimeout: {
    flag: '--idle-timeout',
    variables: ['MAGI_IDLE_TIMEOUT'],
    resume: 'same',
    ofProfile: (profile) => profile.limits.idleMs,
  },
  timeout: {
    flag: '--timeout',
    variables: ['MAGI_TIMEOUT'],
    resume: 'same',
    ofProfile: (profile) => profile.limits.totalMs,
  },
  loopGuard: {
    flag: '--loop-guard',
    variables: ['MAGI_LOOP_GUARD'],
    resume: 'same',
    ofProfile: (profile) => (profile.limits.loop === undefined ? undefined : profile.limits.loop !== false),
    fallback: true,
  },
  onTrip: {
    flag: '--on-trip',
    variables: ['MAGI_ON_TRIP'],
    resume: 'same',
    fallback: { ask: 'force', vote: 'drop', bench: 'drop' },
  },
  keepAlive: {
    variables: ['MAGI_KEEP_ALIVE'],
    resume: 'may-differ',
    ofProfile: (profile) => profile.keep_alive,
  },
  n: { flag: '-n', variables: ['MAGI_N'], resume: 'may-grow', fallback: { ask: 1, vote: 16, bench: 64 } },
  min: { flag: '--min', variables: ['MAGI_MIN'], resume: 'may-grow', fallback: { vote: 0, bench: 0 } },
  rule: {
    flag: '--rule',
    variables: ['MAGI_RULE'],
    resume: 'same',
    fallback: { vote: 'predictive', bench: 'all' },
  },
  schedule: {
    flag: '--schedule',
    variables: ['MAGI_SCHEDULE'],
    resume: 'same',
    fallback: { vote: 'eager', bench: 'lookahead' },
  },
  tie: {
    flag: '--tie',
    variables: ['MAGI_TIE'],
    resume: 'same',
    fallback: { vote: 'declare', bench: 'first' },
  },
  extend: { flag: '--extend', variables: ['MAGI_EXTEND'], resume: 'same' },
  quorum: { flag: '--quorum', variables: ['MAGI_QUORUM'], resume: 'same' },
  countForced: {
    flag: '--count-forced',
    variables: ['MAGI_COUNT_FORCED'],
    resume: 'same',
    fallback: { vote: false, bench: false },
  },
  voteBy: { flag: '--vote-by', variables: ['MAGI_VOTE_BY'], resume: 'same' },
  coherent: { flag: '--coherent', variables: ['MAGI_COHERENT'], resume: 'same' },
  salvage: { flag: '--salvage', variables: ['MAGI_SALVAGE'], resume: 'same' },
  allowIdentical: {
    flag: '--allow-identical',
    variables: ['MAGI_ALLOW_IDENTICAL'],
    resume: 'refused',
    fallback: false,
  },
  runDir: { flag: '--run-dir', variables: ['MAGI_RUN_DIR'], resume: 'refused' },
  /** The user's file alone says it: a flag or a variable is too easily set by what somebody else wrote. */
  sandbox: { variables: [], resume: 'may-differ', from: 'own' },
  listen: served('--listen', 'MAGI_LISTEN', '127.0.0.1:11435'),
  tokenFile: served('--token-file', 'MAGI_TOKEN_FILE'),
  allowHost: served('--allow-host', 'MAGI_ALLOW_HOST', []),
  allowOrigin: served('--allow-origin', 'MAGI_ALLOW_ORIGIN', []),
  listed: served('--listed', 'MAGI_LISTED', ['ask', 'vote16']),
  show: served('--show', 'MAGI_SHOW', 'progress'),
  noConsensus: served('--no-consensus', 'MAGI_NO_CONSENSUS', 'answer'),
  linger: served('--linger', 'MAGI_LINGER'),
  record: served('--no-record', 'MAGI_RECORD', true),
  keepRuns: served('--keep-runs', 'MAGI_KEEP_RUNS', 200),
  maxQueue: served('--max-queue', 'MAGI_MAX_QUEUE', 64),
  drain: served('--drain', 'MAGI_DRAIN', 30_000),
}

/** A setting of `magi serve` alone: who may reach it, and what it tells them, only the user says. */
function served<Value>(flag: string, variable: string, fallback?: Value): SettingRule<Value> {
  return {
    flag,
    variables: [variable],
    from: 'own',
    resume: 'refused',
    ...(fallback === undefined ? {} : { fallback: { serve: fallback } }),
  }
}

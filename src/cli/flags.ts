import type { Command } from 'commander'
import { answerKinds } from '../answer/answer.ts'
import { type ResumeRule, type SettingName, settings } from '../config/settings.ts'
import { UsageError } from '../ground/errors.ts'
import { Option } from './commander.ts'

/** Groups of commands in the help, in its order. */
export const groups = {
  draw: 'Draw samples:',
  drawn: 'Look at what was drawn (no model needed):',
  text: 'Look at text:',
  setUp: 'Set up:',
} as const

/** Flags that every command has, as commander gives them. */
export interface OutputFlags {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color?: boolean
}

/** Flags of the commands that draw samples, as commander gives them. */
export type DrawFlags = Partial<Record<SettingName, unknown>> &
  OutputFlags & {
    readonly file?: string
    /** `false` for `--no-stdin`. */
    readonly stdin?: boolean
    readonly option?: string[]
    readonly image?: string[]
    readonly dryRun?: boolean
    readonly resume?: string
    readonly explain?: boolean
    readonly maxAttempts?: string
    readonly schema?: string
    readonly options?: string
    readonly language?: string
  }

/** How a flag that is no setting is written, and what a resumed run makes of it. */
export interface FlagRule {
  readonly flag: string
  readonly resume: ResumeRule
}

/** Flags of the commands that draw samples which are no settings, by the name that commander gives them. */
export const flagRules: Readonly<Record<string, FlagRule>> = {
  file: { flag: '--file', resume: 'refused' },
  stdin: { flag: '--no-stdin', resume: 'may-differ' },
  image: { flag: '--image', resume: 'refused' },
  schema: { flag: '--schema', resume: 'refused' },
  options: { flag: '--options', resume: 'refused' },
  option: { flag: '--option', resume: 'same' },
  language: { flag: '--language', resume: 'same' },
  maxAttempts: { flag: '--max-attempts', resume: 'same' },
  budget: { flag: '--budget', resume: 'refused' },
  field: { flag: '--field', resume: 'refused' },
  format: { flag: '--format', resume: 'refused' },
  limit: { flag: '--limit', resume: 'refused' },
  ids: { flag: '--ids', resume: 'refused' },
  shuffle: { flag: '--shuffle', resume: 'refused' },
  choiceSeed: { flag: '--choice-seed', resume: 'refused' },
  template: { flag: '--template', resume: 'refused' },
  resume: { flag: '--resume', resume: 'may-differ' },
  dryRun: { flag: '--dry-run', resume: 'may-differ' },
  explain: { flag: '--explain', resume: 'may-differ' },
  json: { flag: '--json', resume: 'may-differ' },
  quiet: { flag: '--quiet', resume: 'may-differ' },
  verbose: { flag: '--verbose', resume: 'may-differ' },
  color: { flag: '--no-color', resume: 'may-differ' },
}

export const collect = (value: string, earlier: string[] = []) => [...earlier, value]

/** Flags that every command has. */
export function addOutputFlags(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', 'print one JSON object on stdout, nothing else')
    .option('-q, --quiet', 'print no progress')
    .option('-v, --verbose', 'print more: rates, settings, stack traces')
    .option('--no-color', 'print without colour (also: NO_COLOR)')
    .addHelpOption(new Option('-h, --help', 'print help').helpGroup('Output:'))
    .optionsGroup('')
}

/** Flags of commands that speak to a runtime. */
export function addRuntimeFlags(command: Command): Command {
  return command
    .optionsGroup('Runtime:')
    .option('-m, --model <name>', 'model, as installed (default: the first installed Magistral)')
    .option(
      '--host <address>',
      'address of the runtime (default: OLLAMA_HOST, else this machine); repeatable, as gpu1:11434,slots=4',
      collect,
    )
    .option('--mixed-versions', 'let hosts of several versions of the runtime draw one run')
    .option('--host-timeout <duration>', 'how long to wait once no host answers any more (default: 10m)')
    .option('--header-file <path>', 'send the headers in this file, Name: value a line (also: MAGI_HEADERS)')
    .option('--ca <path>', 'trust the hosts whose certificates this one signed, in PEM')
    .option('--profile <name>', 'how this machine runs the model: magi profiles')
    .option('--allow-remote', 'allow models that the runtime sends to another host')
    .optionsGroup('')
}

/**
 * The flags that are settings, under the names of the settings: one `--host` is a host, several are a list of them.
 */
export function settingFlags(
  flags: Readonly<Partial<Record<SettingName, unknown>>>,
): Readonly<Partial<Record<SettingName, unknown>>> {
  const names = Object.keys(settings) as SettingName[]
  const { host, ...values } = Object.fromEntries(
    names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  )
  if (!Array.isArray(host)) return host === undefined ? values : { ...values, host }
  return host.length === 1 ? { ...values, host: host[0] } : { ...values, hosts: host }
}

/** Flags of commands that draw samples. */
export function addDrawFlags(command: Command): Command {
  return addRuntimeFlags(command)
    .optionsGroup('Prompt:')
    .option('-f, --file <path>', 'read the prompt from a file; - reads standard input')
    .option('--system <text>', "replace the model's system text")
    .option('--image <path>', 'image for a model that sees; repeatable', collect)
    .optionsGroup('Sampling:')
    .option('-p, --preset <name>', `how to sample: magi presets${defaultOf('preset', command)}`)
    .option('-o, --option <key=value>', 'any option of the runtime, as temperature=0.6; repeatable', collect)
    .option('--seed <number>', 'seed of the first sample; sample i has seed + i (default: random, recorded)')
    .option(
      '--think [level]',
      'ask for thinking, at a level (low, medium, high) where the model knows levels',
    )
    .option('--no-think', 'ask for no thinking')
    .optionsGroup('Answer:')
    .option('--answer <kind>', `kind of the answer: auto, ${answerKinds.join(', ')}`)
    .option('--options <list>', 'the options of a choice: A,B,… or a file with one a line')
    .option('--language <tag>', 'language of the answer, as en or de')
    .option('--schema <path>', 'ask for JSON of this schema; what does not fit it is no answer')
    .optionsGroup('Limits:')
    .option('--max-tokens <number>', 'most tokens of a sample (num_predict)')
    .option(
      '--max-thinking-tokens <number>',
      'most thinking tokens of a sample (default: all but 1,024 of --max-tokens; of up to 1,024, all)',
    )
    .option('--timeout <duration>', 'longest time of a sample from its first part on, as 90s or 2h')
    .option('--idle-timeout <duration>', 'longest silence once a sample has begun')
    .option('--first-part-timeout <duration>', 'longest wait for a sample to begin: queue, load, prompt')
    .option('--loop-guard', 'end samples that run in a loop (default; settings: limits.loop of the profile)')
    .option('--no-loop-guard', 'let samples repeat themselves: for prompts that ask for repetition')
    .option(
      '--on-trip <way>',
      `what follows a limit or a loop: force an answer, retry, or drop${defaultOf('onTrip', command)}`,
    )
    .option('--max-attempts <number>', 'how often one sample may be asked for, or drawn with --on-trip retry')
    .optionsGroup('Output:')
    .option(
      '--dry-run',
      'print the resolved request, every seed, and where each value came from; draw nothing',
    )
    .optionsGroup('')
}

/** Flags of commands that take their prompt from the command line. */
export function addPromptFlags(command: Command): Command {
  return command
    .optionsGroup('Prompt:')
    .option('--no-stdin', 'leave alone what is piped in; else it joins words and file, before them')
    .optionsGroup('')
}

/** The default of a setting that differs between commands, as the help says it. */
function defaultOf(name: 'preset' | 'onTrip', command: Command): string {
  const fallback = settings[name].fallback as Readonly<Record<string, string | undefined>>
  const value = fallback[command.name()]
  return value === undefined ? '' : ` (default: ${value})`
}

/** `--max-attempts` as a number. @throws UsageError for one below 1. */
export function maxAttemptsOf({ maxAttempts }: Pick<DrawFlags, 'maxAttempts'>): number | undefined {
  return numberFromOne('--max-attempts', maxAttempts)
}

/** A flag that is a whole number from 1 on. */
export function numberFromOne(flag: string, text: string | undefined): number | undefined {
  if (text === undefined || /^0*[1-9]\d*$/.test(text)) return text === undefined ? undefined : Number(text)
  throw new UsageError(`${flag} is "${text}".`, { fix: 'Give it a whole number, 1 or more.' })
}

/** One of the names of a kind of thing. @throws UsageError with all of them. */
export function oneOf<Name extends string>(kind: string, names: readonly Name[], written: string): Name {
  const name = names.find((each) => each === written)
  if (name !== undefined) return name
  throw new UsageError(`There is no ${kind} "${written}".`, { fix: `Use one of: ${names.join(', ')}.` })
}

/** A flag that is a whole number from 0 on. */
export function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw new UsageError(`${flag} is "${text}".`, { fix: 'Give it a whole number.' })
}

/** Values of `--think`, as they are written. */
const thinkValues = new Set(['low', 'medium', 'high', 'max', 'true', 'false'])

/**
 * The words and flags as meant: behind `--think`, whose level may be left out, a prompt would be taken for the level.
 */
export function givenPrompt<Flags extends DrawFlags>(
  words: readonly string[],
  flags: Flags,
): { words: readonly string[]; flags: Flags } {
  const { think, file } = flags
  if (typeof think !== 'string' || thinkValues.has(think) || words.length > 0 || file !== undefined)
    return { words, flags }
  return { words: [think], flags: { ...flags, think: true } }
}

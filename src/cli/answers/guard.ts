import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { LoopSettings, LoopVerdict } from '../../index.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { addOutputFlags, groups, type OutputFlags } from '../flags.ts'
import { readAll } from '../terminal/terminal.ts'
import { inputError, openInput } from './input-lines.ts'
import { answerLines, badLine } from './json-lines.ts'

type Magi = typeof import('../../index.ts')

interface GuardFlags extends OutputFlags {
  readonly as?: string
  readonly period?: boolean
  readonly repeats?: string
  readonly sentenceChars?: string
  readonly wordChars?: string
  readonly otherChars?: string
  readonly nothingNew?: boolean
  readonly ngram?: string
  readonly words?: string
  readonly memory?: string
  readonly share?: string
  readonly jsonl?: boolean
}

/** `magi guard`: where the loop guard would have tripped on recorded text. */
export function addGuard(program: Command, run: RunAction): void {
  const command = program
    .command('guard')
    .argument('[file]', 'recorded text; standard input if absent or -')
    .helpGroup(groups.text)
  addOutputFlags(command)
    .summary('where the loop guard would have tripped on recorded text')
    .description(
      'Read a recorded text as the loop guard would have while it was written, and say where it would have tripped, by which signal, on what.\n' +
        'With --jsonl a line {"id"?,"text"} gives {"id","tripped","signal"?,"atChars"?,"detail"?}. The settings to keep go into the limits of a profile: docs/guards.md.',
    )
    .option('--jsonl', 'read one JSON object a line, and print one for each, in order')
    .option('--as <text>', 'thinking or answer: which defaults hold (default: thinking)')
    .option('--repeats <number>', 'period: fewest times that a unit must follow itself')
    .option('--sentence-chars <number>', 'period: length from which a repeated sentence is a loop')
    .option('--word-chars <number>', 'period: length from which another unit with a word in it is one')
    .option('--other-chars <number>', 'period: length from which a unit without a word is one')
    .option('--no-period', 'switch the exact period off')
    .option('--ngram <number>', 'nothing new: words compared at a time')
    .option('--words <number>', 'nothing new: how many of the last words are looked at')
    .option('--memory <number>', 'nothing new: how many words back a repeat counts')
    .option('--share <share>', 'nothing new: share of the words that must be repeats, as 0.7')
    .option('--no-nothing-new', 'switch the other signal off')
    .action((file: string | undefined, flags: GuardFlags) => run(guard(file, flags), flags))
}

function guard(file: string | undefined, flags: GuardFlags): Action {
  return async (context) => {
    const magi = await import('../../index.ts')
    const settings = loopSettings(magi, flags)
    if (flags.verbose) context.terminal.note(`settings: ${magi.safeJson(settings)}`)
    if (flags.jsonl) {
      const answer = (line: string, lineNumber: number) => {
        const read = magi.readRecordedLine(line, lineNumber, settings)
        if (read === undefined) return undefined
        if (read.type === 'verdict') return { json: magi.safeJson(read.verdict) }
        return badLine(lineNumber, read.message)
      }
      return answerLines(file, answer, context)
    }
    const input = openInput(file, 'the text', context.cli)
    const text = await readAll(input).catch((thrown) => Promise.reject(inputError(thrown, file)))
    const verdict = magi.findLoop(text, settings)
    if (flags.json) {
      const id = file === undefined || file === '-' ? 1 : file
      context.terminal.out(`${magi.safeJson({ id, ...verdict })}\n`)
    } else context.terminal.out(loopText(magi, verdict, text, context))
    return exitCodes.answered
  }
}

/** The verdict for a person: where, why, and the text at that place. */
function loopText(
  magi: Magi,
  verdict: LoopVerdict,
  text: string,
  { terminal }: Pick<CommandContext, 'terminal'>,
): string {
  const { formatCount, formatShare, cleanForTerminal, oneLine } = magi
  const words = text.match(/\S+/g)?.length ?? 0
  const size = `${formatCount(text.length)} characters, ${magi.formatMany(words, 'word')}`
  if (!verdict.tripped) return `no loop in ${size}\n`
  const { signal, atChars, detail } = verdict
  const before = oneLine(cleanForTerminal(text.slice(Math.max(0, atChars - 240), atChars)), 240)
  return (
    `${terminal.style('yellow', 'trips')} at character ${formatCount(atChars)} of ${formatCount(text.length)} (${formatShare(atChars / text.length)} of the text)\n` +
    `by ${signal}: ${cleanForTerminal(detail)}\n` +
    `after: … ${before}\n`
  )
}

/** The settings of the text that is watched: its defaults, with the flags over them. */
function loopSettings(magi: Magi, flags: GuardFlags): LoopSettings {
  const {
    as = 'thinking',
    repeats,
    sentenceChars,
    wordChars,
    otherChars,
    ngram,
    words,
    memory,
    share,
  } = flags
  if (as !== 'thinking' && as !== 'answer')
    throw new UsageError(`--as is "${as}".`, { fix: 'Use thinking or answer.' })
  const period = numbers({ repeats, sentenceChars, wordChars, otherChars })
  const nothingNew = numbers({ ngram, words, memory, share })
  requireOn('--no-period', flags.period, period)
  requireOn('--no-nothing-new', flags.nothingNew, nothingNew)
  const parsed = magi.loopSchema.safeParse({
    [as]: {
      period: flags.period === false ? false : period,
      nothingNew: flags.nothingNew === false ? false : nothingNew,
    },
  })
  const watched = parsed.data?.[as]
  if (watched !== undefined && watched !== false) return watched
  const issue = parsed.error?.issues[0]
  const key = String(issue?.path.at(-1) ?? '')
  throw new UsageError(`${flagOf(key)}: ${issue?.message ?? 'not a setting'}.`, {
    fix: 'magi guard --help says what each flag takes.',
  })
}

/** The flags that were given, as numbers. */
function numbers(texts: Readonly<Record<string, string | undefined>>): Record<string, number> {
  const given = Object.entries(texts).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, text] as const],
  )
  return Object.fromEntries(
    given.map(([key, text]) => {
      if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return [key, Number(text)]
      throw new UsageError(`${flagOf(key)} is "${text}".`, { fix: 'Give it a number.' })
    }),
  )
}

function requireOn(flag: string, on: boolean | undefined, given: Readonly<Record<string, number>>): void {
  const [key] = Object.keys(given)
  if (on !== false || key === undefined) return
  throw new UsageError(`${flag} switches off what ${flagOf(key)} sets.`, { fix: 'Leave one of them out.' })
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

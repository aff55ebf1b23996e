import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { LoopSettings } from '../../guard/loop-settings.ts'
import { readRecordedLine } from '../../guard/recorded-text.ts'
import { loopSchema } from '../../guard/schema.ts'
import { findLoop, type LoopVerdict } from '../../guard/thinking-loop.ts'
import { formatCount, formatMany, formatShare, oneLine } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action, CommandContext } from '../command.ts'
import type { OutputFlags } from '../flags.ts'
import { readAll } from '../terminal/standard-input.ts'
import { inputError, openInput } from './input-lines.ts'
import { answerLines, badLine } from './json-lines.ts'

export interface GuardFlags extends OutputFlags {
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

export function guard(file: string | undefined, flags: GuardFlags): Action {
  return async (context) => {
    const settings = loopSettings(flags)
    if (flags.verbose) context.terminal.note(`settings: ${safeJson(settings)}`)
    if (flags.jsonl) {
      const answer = (line: string, lineNumber: number) => {
        const read = readRecordedLine(line, lineNumber, settings)
        if (read === undefined) return undefined
        if (read.type === 'verdict') return { json: safeJson(read.verdict) }
        return badLine(lineNumber, read.message)
      }
      return answerLines(file, answer, context)
    }
    const input = openInput(file, 'the text', context.cli)
    const text = await readAll(input).catch((thrown) => Promise.reject(inputError(thrown, file)))
    const verdict = findLoop(text, settings)
    if (flags.json) {
      const id = file === undefined || file === '-' ? 1 : file
      context.terminal.out(`${safeJson({ id, ...verdict })}\n`)
    } else context.terminal.out(loopText(verdict, text, context))
    return exitCodes.answered
  }
}

/** The verdict for a person: where, why, and the text at that place. */
function loopText(
  verdict: LoopVerdict,
  text: string,
  { terminal }: Pick<CommandContext, 'terminal'>,
): string {
  const words = text.match(/\S+/g)?.length ?? 0
  const size = `${formatCount(text.length)} characters, ${formatMany(words, 'word')}`
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
function loopSettings(flags: GuardFlags): LoopSettings {
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
  const parsed = loopSchema.safeParse({
    [as]: {
      period: flags.period === false ? false : period,
      nothingNew: flags.nothingNew === false ? false : nothingNew,
    },
  })
  const watched = parsed.data?.[as]
  if (watched !== undefined && watched !== false) return watched
  const { key, wanted } = refusedKey(parsed.error?.issues[0])
  throw new UsageError(`${flagOf(key)} is "${{ ...period, ...nothingNew }[key]}".`, {
    fix: `Give it ${wanted}.`,
  })
}

/** What zod says of one value, behind which the alternatives of a union stand. */
interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly errors?: readonly (readonly Issue[])[]
}

/** The key of the value that was refused, and what belongs there: the longest way into the unions. */
function refusedKey(issue: Issue | undefined): { readonly key: string; readonly wanted: string } {
  const inner = issue?.errors?.flat().find((each) => each.path.length > 0)
  if (inner !== undefined) return refusedKey(inner)
  return { key: String(issue?.path.at(-1) ?? ''), wanted: issue?.message ?? 'another value' }
}

/** The flags that were given, as numbers. */
function numbers(texts: Readonly<Record<string, string | undefined>>): Record<string, number> {
  const entries = Object.entries(texts).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, text] as const],
  )
  return Object.fromEntries(
    entries.map(([key, text]) => {
      if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return [key, Number(text)]
      throw new UsageError(`${flagOf(key)} is "${text}".`, { fix: 'Give it a number.' })
    }),
  )
}

function requireOn(flag: string, on: boolean | undefined, values: Readonly<Record<string, number>>): void {
  const [key] = Object.keys(values)
  if (on !== false || key === undefined) return
  throw new UsageError(`${flag} switches off what ${flagOf(key)} sets.`, { fix: 'Leave one of them out.' })
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

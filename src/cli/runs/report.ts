import { existsSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { exitCodes, messageOf, UsageError } from '../../ground/errors.ts'
import type { RunReport, SourceReport } from '../../index.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { readText } from '../draw/prompt.ts'
import { addOutputFlags, groups, wholeNumber } from '../flags.ts'
import { magiVersion } from '../version.ts'
import { openRun } from './recorded.ts'
import { writeOut } from './write-out.ts'

type Magi = typeof import('../../index.ts')

interface ReportFlags {
  readonly format?: string
  readonly output?: string
  readonly n?: string
  readonly k?: string
  readonly gradeDispute?: string
  readonly json?: boolean
}

const formats = ['text', 'md', 'json', 'csv', 'html'] as const

/** `magi report`: figures of runs and of recorded answers. */
export function addReport(program: Command, run: RunAction): void {
  const command = program
    .command('report')
    .argument('<runs...>', 'run ids, run folders, or files of recorded answers')
    .helpGroup(groups.drawn)
  addOutputFlags(command)
    .summary('pass@k and maj@k with intervals, as text, Markdown, JSON, CSV or HTML')
    .description('Report runs, or files of recorded answers (docs/voting.md), without a model.')
    .option('--format <name>', `${formats.join(', ')} (default: text)`)
    .option(
      '--output <path>',
      'write to a file; - is standard output (default for html on a terminal: a file)',
    )
    .option('-n, --n <number>', 'take the first so many samples of each question')
    .option('-k, --k <list>', 'numbers of samples for pass@k and maj@k, as 1,4,16 (default: every k)')
    .option(
      '--grade-dispute <path>',
      'JSON Lines of {"id","index"?,"answer"?,"correct","reason"} that overrule verdicts',
    )
    .action((runs: string[], flags: ReportFlags) => run(report(runs, flags), flags as object))
}

export function report(runs: readonly string[], flags: ReportFlags): Action {
  return async (context) => {
    const magi = await import('../../index.ts')
    const format = flags.json ? 'json' : (flags.format ?? 'text')
    if (!formats.some((each) => each === format)) {
      throw new UsageError(`There is no format "${format}".`, { fix: `Use one of: ${formats.join(', ')}.` })
    }
    const made = await reportOf(magi, runs, { ...flags, texts: format === 'html' }, context)
    const pieces = written(magi, made, format)
    // A page is nothing to read on a terminal.
    const isShown = format !== 'html' || context.cli.stdout.isTTY !== true
    const path = flags.output ?? (isShown ? '-' : `${made.title.replace(/[^\w.-]+/g, '-')}.html`)
    if (path === '-') {
      let last = ''
      for await (const piece of pieces) {
        if (!(await writeOut(piece, context))) return exitCodes.failed
        last = piece
      }
      if (!last.endsWith('\n')) context.terminal.out('\n')
      return exitCodes.answered
    }
    await saveReport(resolve(context.cli.cwd, path), pieces)
    context.terminal.note(`written: ${path}`)
    return exitCodes.answered
  }
}

/** The report of runs and files of recorded answers. */
export async function reportOf(
  magi: Magi,
  runs: readonly string[],
  flags: Pick<ReportFlags, 'n' | 'k' | 'gradeDispute'> & { readonly texts: boolean },
  context: CommandContext,
): Promise<RunReport> {
  const { cli } = context
  const first = wholeNumber('-n', flags.n)
  const ks = flags.k?.split(',').map((k) => wholeNumber('-k', k.trim()) ?? 1)
  const sources: SourceReport[] = []
  let cards: Awaited<ReturnType<Magi['listModelCards']>> | undefined
  for (const named of runs) {
    const path = resolve(cli.cwd, named)
    if (await isTrace(path)) {
      sources.push(
        await magi.reportTrace(magi.readTrace(path), {
          source: magi.traceName(path),
          ...given({ first, ks }),
        }),
      )
      continue
    }
    const { folder, manifest, problems, samples } = await openRun(magi, named, context)
    cards ??= await magi.listModelCards()
    const card = cards.find(({ value }) => value.name === manifest.model.card)?.value
    const disputes =
      flags.gradeDispute === undefined
        ? undefined
        : magi.parseDisputes(
            await readText(flags.gradeDispute, cli.cwd),
            flags.gradeDispute,
            problems.map(({ id }) => id),
          )
    const result = await magi.readResult(folder).catch(() => undefined)
    const sentAgain = result?.schema === 'magi.bench/1' ? result.sentAgain : undefined
    const run = { manifest, problems, samples: samples() }
    sources.push(
      await magi.reportRun(run, {
        sameAnswer: magi.sameAnswer,
        texts: flags.texts,
        ...given({ first, ks, card, disputes, sentAgain }),
      }),
    )
  }
  const title =
    sources.length === 1 ? `magi ${basename(sources[0]?.source ?? '')}` : `magi ${sources.length} sources`
  return { title, createdAt: cli.clock.date().toISOString(), magiVersion: magiVersion(), sources }
}

/** The report in its format; in one piece, but for a page. */
function written(magi: Magi, report: RunReport, format: string): Iterable<string> | AsyncIterable<string> {
  if (format === 'json') return [magi.safeJson(magi.reportJson(report))]
  if (format === 'csv') return [magi.reportCsv(report)]
  if (format === 'md') return [magi.reportMarkdown(report)]
  if (format === 'html') return magi.reportHtmlPieces(report)
  return [magi.reportText(report)]
}

/** @throws UsageError where the file cannot be written. */
async function saveReport(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  try {
    await writeFile(path, pieces, { mode: 0o600 })
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: ${messageOf(cause)}.`, {
      fix: 'Name another file with --output.',
      cause,
    })
  }
}

/** Without the keys that are not set. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

/** A file is recorded answers; a folder, or a name that is no path, is a run. */
async function isTrace(path: string): Promise<boolean> {
  if (!existsSync(path)) return false
  const file = await open(path, 'r')
  try {
    return (await file.stat()).isFile()
  } finally {
    await file.close()
  }
}

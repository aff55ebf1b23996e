import { basename } from 'node:path'
import { listModelCards } from '../../config/model-card.ts'
import { parseDisputes } from '../../experiment/grade-dispute.ts'
import { readTrace } from '../../experiment/trace/read-trace.ts'
import { defined } from '../../ground/defined.ts'
import { UsageError } from '../../ground/errors.ts'
import { magiVersion } from '../../ground/package-root.ts'
import { readTextFile } from '../../ground/text-file.ts'
import type { RunReport, SourceReport } from '../../report/report.ts'
import { reportTrace } from '../../report/report-trace.ts'
import type { ReadRun } from '../../run/read-run.ts'
import { reportOfRun } from '../../run/report-of-run.ts'
import type { CommandContext } from '../command.ts'
import { numberFromOne } from '../flags.ts'
import { findSources, numberList, openRun } from '../runs/recorded.ts'

/** Which figures a report has, as the flags of `magi report` say it. */
export interface ReportChoice {
  /** Take only the first N samples of each question. */
  readonly n?: string
  /** Numbers of samples for pass@k and maj@k, as `1,4,16`. */
  readonly k?: string
  /** A file of disputed grades. */
  readonly gradeDispute?: string
  /** Whether the report holds the texts of the samples, for a page. */
  readonly texts: boolean
  /** Runs among those named whose manifests and problems are at hand, by name. */
  readonly begun?: ReadonlyMap<string, Pick<ReadRun, 'manifest' | 'problems'>>
}

/**
 * The report of runs and files of recorded answers.
 *
 * @param names - Ids or folders of runs, and paths of files of recorded answers; files of the same name are called by their paths.
 * @throws UsageError for what is neither, and for a flag that cannot be used.
 * @throws RunFolderError for a run that cannot be read.
 */
export async function reportOf(
  names: readonly string[],
  { n, k, gradeDispute, texts, begun }: ReportChoice,
  context: CommandContext,
): Promise<RunReport> {
  const { cli } = context
  const first = numberFromOne('-n', n)
  const ks = k === undefined ? undefined : numberList('-k', [k])
  const sources = await findSources(names, context)
  const opened = new Map<string, ReadRun>()
  for (const source of sources)
    if (source.type === 'run')
      opened.set(source.name, await openRun(source.name, context, begun?.get(source.name)))
  if (gradeDispute !== undefined && opened.size === 0) {
    throw new UsageError('--grade-dispute is for runs, and only files of recorded answers are named.', {
      fix: 'Leave it out: recorded answers hold their verdicts.',
    })
  }
  const disputes =
    gradeDispute === undefined
      ? []
      : parseDisputes(
          await readTextFile(gradeDispute, cli.cwd),
          gradeDispute,
          // A dispute names a problem, which may be one of any of the runs.
          [...opened.values()].flatMap(({ problems }) => problems.map(({ id }) => id)),
        )
  const cards = await listModelCards()
  const reports: SourceReport[] = []
  for (const source of sources) {
    if (source.type === 'trace') {
      const questions = readTrace(source.path, source.source)
      reports.push(await reportTrace(questions, { source: source.source, ...defined({ first, ks }) }))
      continue
    }
    const run = opened.get(source.name) ?? (await openRun(source.name, context))
    const own = new Set(disputes.length === 0 ? [] : run.problems.map(({ id }) => id))
    const ownDisputes = disputes.filter(({ id }) => own.has(id))
    reports.push(await reportOfRun(run, { texts, cards, disputes: ownDisputes, ...defined({ first, ks }) }))
  }
  const title =
    reports.length === 1 ? `magi ${basename(reports[0]?.source ?? '')}` : `magi ${reports.length} sources`
  return { title, createdAt: cli.clock.date().toISOString(), magiVersion: magiVersion(), sources: reports }
}

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { exitCodes, messageOf, UsageError } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import type { RunReport } from '../../report/report.ts'
import { reportCsv } from '../../report/report-csv.ts'
import { reportJson } from '../../report/report-json.ts'
import { reportMarkdown } from '../../report/report-markdown.ts'
import { reportText } from '../../report/report-text.ts'
import type { Action } from '../command.ts'
import type { OutputFlags } from '../flags.ts'
import { writeOut } from '../terminal/write-out.ts'
import { type ReportFormat, reportFormat } from './formats.ts'
import { type ReportChoice, reportOf } from './report-of.ts'

/** Flags of `magi report`. */
export interface ReportFlags extends OutputFlags, Omit<ReportChoice, 'texts'> {
  readonly format?: string
  readonly output?: string
}

/** Reports runs and files of recorded answers, to standard output or into a file. */
export function report(names: readonly string[], flags: ReportFlags): Action {
  return async (context) => {
    const format = reportFormat(flags)
    const figures = await reportOf(names, { ...flags, texts: format === 'html' }, context)
    const pieces = await piecesOf(figures, format)
    // A page is nothing to read on a terminal.
    const isShown = format !== 'html' || context.cli.stdout.isTTY !== true
    const path = flags.output ?? (isShown ? '-' : `${figures.title.replace(/[^\w.-]+/g, '-')}.html`)
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

/** The report in a format; in one piece, but for a page. */
async function piecesOf(
  report: RunReport,
  format: ReportFormat,
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (format === 'json') return [safeJson(reportJson(report))]
  if (format === 'csv') return [reportCsv(report)]
  if (format === 'md') return [reportMarkdown(report)]
  if (format === 'text') return [reportText(report)]
  const { reportHtmlPieces } = await import('../../report/html/page.ts')
  return reportHtmlPieces(report)
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

import { basename, join } from 'node:path'
import type { RunSummary } from '../../experiment/result-schema.ts'
import { summariseRuns } from '../../experiment/run-summary.ts'
import { traceName } from '../../experiment/trace/read-trace.ts'
import { exitCodes, messageOf } from '../../ground/errors.ts'
import { fitWidth } from '../../ground/text-width.ts'
import { listRunIds, runsFolder } from '../../journal/run-folder.ts'
import { alignColumns } from '../../report/columns.ts'
import { formatMany, oneLine } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { runOutcome } from '../../report/run-text.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action } from '../command.ts'
import type { OutputFlags } from '../flags.ts'

/** Prints a line for each run. */
export function list(flags: OutputFlags): Action {
  return async ({ terminal, cli, stop }) => {
    const folder = runsFolder(cli.env)
    const ids = await listRunIds(folder)
    const runs: RunSummary[] = await summariseRuns(
      ids.map((id) => join(folder, id)),
      // One damaged run must not hide the others.
      (damaged, thrown) => terminal.warn(`${basename(damaged)}: ${messageOf(thrown)}`),
      stop,
    )
    if (flags.json) {
      terminal.out(`${safeJson({ schema: 'magi.runs/1', runs })}\n`)
      return exitCodes.answered
    }
    if (runs.length === 0) {
      terminal.note(`There are no runs in ${folder}.`)
      return exitCodes.answered
    }
    const header = ['id', 'when', 'command', 'model', 'drawn', 'outcome', 'question']
    const rows = [header, ...runs.map((each) => row(each))]
    const width = cli.stdout.isTTY === true ? (cli.stdout.columns ?? 100) : Number.POSITIVE_INFINITY
    for (const line of alignColumns(rows, [1, 2, 3, 5, 6])) terminal.out(`${fitWidth(line, width)}\n`)
    return exitCodes.answered
  }
}

function row(summary: RunSummary): string[] {
  const { runId, createdAt, command, model, prompt, dataset, problems, drawn, recorded } = summary
  const clean = (text: string, most: number) => oneLine(cleanForTerminal(text), most)
  return [
    clean(runId, 40),
    createdAt.slice(0, 16).replace('T', ' '),
    command,
    clean(model, 30),
    drawn === undefined ? `${recorded ?? 0} so far` : String(drawn),
    clean(runOutcome(summary), 40),
    dataset === undefined
      ? clean(prompt ?? '', 60)
      : clean(`${traceName(dataset)} (${formatMany(problems ?? 0, 'problem')})`, 60),
  ]
}

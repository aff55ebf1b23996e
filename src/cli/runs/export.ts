import { extractAnswer } from '../../answer/extract/extract.ts'
import { sameAnswer } from '../../answer/same-answer.ts'
import { recordedProblems } from '../../experiment/recorded-problems.ts'
import { promptOf } from '../../experiment/run-summary.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import { csvHeader, csvLine, sampleColumns, sampleTable, textColumns } from '../../report/sample-table.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action } from '../command.ts'
import type { OutputFlags } from '../flags.ts'
import { writeOut } from '../terminal/write-out.ts'
import { openRun } from './recorded.ts'

export interface ExportFlags extends OutputFlags {
  readonly format?: string
  readonly texts?: boolean
}

/** Prints every sample of a run as a row of a table. */
export function exportRun(name: string, flags: ExportFlags): Action {
  return async (context) => {
    const { cli } = context
    const { format = 'jsonl' } = flags
    if (format !== 'jsonl' && format !== 'csv')
      throw new UsageError(`There is no format "${format}".`, { fix: 'Use jsonl or csv.' })
    const opened = await openRun(name, context)
    const { manifest, problems } = opened
    const recorded = await recordedProblems(
      { manifest, problems, samples: opened.samples() },
      { extract: extractAnswer },
    )
    const prompts = new Map(problems.map(({ id, prompt }) => [id, prompt]))
    const rowOf = sampleTable({
      runId: manifest.runId,
      model: manifest.model.name,
      problems: recorded,
      policy: manifest,
      sameAnswer: sameAnswer,
      ...(flags.texts ? { promptOf: (id: string) => prompts.get(id) ?? promptOf(manifest) } : {}),
    })
    const columns = [...sampleColumns, ...(flags.texts ? textColumns : [])]
    // Files get every byte; a terminal gets nothing that could command it.
    const safe = (csv: string) => (cli.stdout.isTTY === true ? cleanForTerminal(csv) : csv)
    if (format === 'csv' && !(await writeOut(csvHeader(columns), context))) return exitCodes.failed
    for await (const sample of opened.samples()) {
      const row = rowOf(sample)
      const line = format === 'csv' ? safe(csvLine(row, columns)) : `${safeJson(row)}\n`
      if (!(await writeOut(line, context))) return exitCodes.failed
    }
    return exitCodes.answered
  }
}

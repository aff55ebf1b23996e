import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { Action, RunAction } from '../command.ts'
import { addOutputFlags, type OutputFlags } from '../flags.ts'
import { openRun } from './recorded.ts'
import { writeOut } from './write-out.ts'

interface ExportFlags extends OutputFlags {
  readonly format?: string
  readonly texts?: boolean
}

/** `magi runs export`: a table that a data frame reads. */
export function addRunsExport(group: Command, run: RunAction): void {
  addOutputFlags(group.command('export').argument('<run>', 'a run: id or folder'))
    .summary('every sample as a row of a table: JSON Lines or CSV')
    .description(
      'Write a row for every sample, attempts included, for a data frame. The columns are described in docs/runs.md.',
    )
    .option('--format <name>', 'jsonl or csv (default: jsonl)')
    .option('--texts', 'with columns for prompt, thinking and answer text')
    .action((named: string, flags: ExportFlags) => run(exportRun(named, flags), flags))
}

function exportRun(named: string, flags: ExportFlags): Action {
  return async (context) => {
    const { cli } = context
    const magi = await import('../../index.ts')
    const { format = 'jsonl' } = flags
    if (format !== 'jsonl' && format !== 'csv')
      throw new UsageError(`There is no format "${format}".`, { fix: 'Use jsonl or csv.' })
    const opened = await openRun(magi, named, context)
    const { manifest, problems } = opened
    const recorded = await magi.recordedProblems(
      { manifest, problems, samples: opened.samples() },
      { extract: magi.extractAnswer },
    )
    const prompts = new Map(problems.map(({ id, prompt }) => [id, prompt]))
    const rowOf = magi.sampleTable({
      runId: manifest.runId,
      model: manifest.model.name,
      problems: recorded,
      vote: magi.wholeVote(manifest),
      sameAnswer: magi.sameAnswer,
      ...(flags.texts ? { promptOf: (id: string) => prompts.get(id) ?? magi.promptOf(manifest) } : {}),
    })
    const columns = [...magi.sampleColumns, ...(flags.texts ? magi.textColumns : [])]
    // Files get every byte; a terminal gets nothing that could command it.
    const safe = (csv: string) => (cli.stdout.isTTY === true ? magi.cleanForTerminal(csv) : csv)
    if (format === 'csv' && !(await writeOut(magi.csvHeader(columns), context))) return exitCodes.failed
    for await (const sample of opened.samples()) {
      const row = rowOf(sample)
      const line = format === 'csv' ? safe(magi.csvLine(row, columns)) : `${magi.safeJson(row)}\n`
      if (!(await writeOut(line, context))) return exitCodes.failed
    }
    return exitCodes.answered
  }
}

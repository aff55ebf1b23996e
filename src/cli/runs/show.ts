import { extractAnswer } from '../../answer/extract/extract.ts'
import { type RecordedProblem, recordedProblems } from '../../experiment/recorded-problems.ts'
import { recountProblem } from '../../experiment/recount-problem.ts'
import { summariseRun } from '../../experiment/run-summary.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import { problemLines, runLines, sampleLines, wholeSampleLines } from '../../report/run-text.ts'
import { voteReport } from '../../report/vote-report.ts'
import { voteLines } from '../../report/vote-text.ts'
import type { ReadRun } from '../../run/read-run.ts'
import { wholeSample } from '../../run/whole-sample.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action, CommandContext } from '../command.ts'
import { runName } from '../draw/run-name.ts'
import type { OutputFlags } from '../flags.ts'
import { openRun } from './recorded.ts'
import { voteTable } from './vote-table.ts'

/** Shows a run in brief, or with a key one problem or one sample. */
export function show(name: string, key: string | undefined, flags: OutputFlags): Action {
  return async (context) => {
    const opened = await openRun(name, context)
    const recorded = await recordedProblems(
      { manifest: opened.manifest, problems: opened.problems, samples: opened.samples() },
      { extract: extractAnswer },
    )
    if (key === undefined) return showRun(opened, recorded, flags, context)
    const target = findKey(recorded, key, opened)
    if (target.index === undefined) return showRun(opened, [target.problem], flags, context)
    return showSample(opened, { problem: target.problem, index: target.index }, flags, context)
  }
}

/** What a key names: a problem, or a sample of one. */
function findKey(
  recorded: readonly RecordedProblem[],
  key: string,
  { manifest }: ReadRun,
): { problem: RecordedProblem; index?: number } {
  const whole = recorded.find(({ id }) => id === key)
  if (whole !== undefined) return { problem: whole }
  const [, id, digits = ''] = /^(?:(.*)\/)?(\d+)$/s.exec(key) ?? []
  const problem =
    id === undefined && recorded.length === 1 ? recorded[0] : recorded.find((each) => each.id === id)
  const index = Number(digits)
  if (digits !== '' && problem?.samples.some((sample) => sample.index === index)) return { problem, index }
  const indexes = [...new Set(problem?.samples.map((sample) => sample.index))]
  const ids = recorded.slice(0, 5).map((each) => cleanForTerminal(each.id))
  throw new UsageError(`There is no sample or problem "${key}" in run ${manifest.runId}.`, {
    fix:
      digits !== '' && problem !== undefined
        ? `It has the samples ${problem.id}/${Math.min(...indexes)} to ${problem.id}/${Math.max(...indexes)}.`
        : `Write a sample as ${ids[0] ?? 'p1'}/0. Problems: ${ids.join(', ')}${recorded.length > 5 ? ' …' : ''}.`,
  })
}

async function showRun(
  { folder, manifest }: ReadRun,
  recorded: readonly RecordedProblem[],
  flags: OutputFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context
  const votes = recorded.map((each) => {
    const { outcome, elapsedMs } = recountProblem(each, manifest)
    const runId = manifest.command === 'vote' ? manifest.runId : `${manifest.runId}/${each.id}`
    const report = voteReport(
      { ...outcome, elapsedMs },
      { runId, model: manifest.model, rule: manifest.rule },
    )
    return { recorded: each, tally: outcome.tally, report }
  })
  const summary = await summariseRun(folder)
  if (flags.json) {
    const view = { schema: 'magi.run-view/1', summary, manifest, votes: votes.map(({ report }) => report) }
    terminal.out(`${safeJson(view)}\n`)
    return exitCodes.answered
  }
  const shortName = runName({ folder, manifest }, context)
  for (const line of runLines(summary, manifest, shortName)) terminal.out(`${line}\n`)
  terminal.out('\n')
  const [only] = votes
  if (votes.length === 1 && only !== undefined) {
    const question = problemLines(only.recorded)
    for (const line of question.length === 0 ? [] : [...question, '']) terminal.out(`${line}\n`)
    for (const line of sampleLines(only.recorded, only.tally, manifest)) terminal.out(`${line}\n`)
    terminal.out('\n')
    for (const line of voteLines(
      only.report,
      only.tally,
      summary.state === 'ended',
      only.recorded.context.choices,
    ))
      terminal.out(`${line}\n`)
    return exitCodes.answered
  }
  const { lines, graded, right } = voteTable(votes)
  for (const line of lines) terminal.out(`${line}\n`)
  if (graded > 0) terminal.out(`${right} of ${graded} votes right\n`)
  return exitCodes.answered
}

/** One sample whole: the last attempt at its place, out of a second pass over the journal. */
async function showSample(
  run: ReadRun,
  { problem, index }: { readonly problem: RecordedProblem; readonly index: number },
  flags: OutputFlags,
  { terminal }: CommandContext,
): Promise<number> {
  const whole = await wholeSample(run, { problem: problem.id, index })
  if (whole === undefined) throw new Error(`sample ${problem.id}/${index} was there and is gone`)
  const { sample, attempts, explanation, verdict } = whole
  if (flags.json) {
    const view = {
      schema: 'magi.sample-view/1',
      sample,
      attempts,
      explanation: explanation.samples.find((each) => each.index === index),
      clusters: explanation.clusters,
    }
    terminal.out(`${safeJson(verdict === undefined ? view : { ...view, verdict })}\n`)
    return exitCodes.answered
  }
  for (const line of wholeSampleLines(sample, whole)) terminal.out(`${line}\n`)
  return exitCodes.answered
}

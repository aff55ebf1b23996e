import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { RecordedProblem, Sample, VoteExplanation } from '../../index.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { runName } from '../draw/run-name.ts'
import { addOutputFlags, type OutputFlags } from '../flags.ts'
import { voteTable } from '../vote/table.ts'
import { type OpenedRun, openRun } from './recorded.ts'

type Magi = typeof import('../../index.ts')

/** `magi runs show`: a run in brief, or one sample whole. */
export function addRunsShow(group: Command, run: RunAction): void {
  addOutputFlags(
    group
      .command('show')
      .argument('<run>', 'a run: id or folder')
      .argument('[key]', 'a sample, as p1/3 or 3, or a problem of an experiment'),
  )
    .summary('a run in brief; with a key one sample whole, and why it was counted so')
    .description(
      'Show what a run was begun with and how its votes went. With the key of a sample: its thinking, answer and ending, every rule that was\n' +
        'tried on its answer, its ballot, and what joined or parted the answers.',
    )
    .action((named: string, key: string | undefined, flags: OutputFlags) =>
      run(show(named, key, flags), flags),
    )
}

function show(named: string, key: string | undefined, flags: OutputFlags): Action {
  return async (context) => {
    const magi = await import('../../index.ts')
    const opened = await openRun(magi, named, context)
    const recorded = await magi.recordedProblems(
      { manifest: opened.manifest, problems: opened.problems, samples: opened.samples() },
      { extract: magi.extractAnswer },
    )
    if (key === undefined) return showRun(magi, opened, recorded, flags, context)
    const found = findKey(magi, recorded, key, opened)
    if (found.index === undefined) return showRun(magi, opened, [found.problem], flags, context)
    return showSample(magi, opened, { problem: found.problem, index: found.index }, flags, context)
  }
}

/** What a key names: a problem, or a sample of one. */
function findKey(
  magi: Magi,
  recorded: readonly RecordedProblem[],
  key: string,
  { manifest }: OpenedRun,
): { problem: RecordedProblem; index?: number } {
  const whole = recorded.find(({ id }) => id === key)
  if (whole !== undefined) return { problem: whole }
  const [, id, digits = ''] = /^(?:(.*)\/)?(\d+)$/s.exec(key) ?? []
  const problem =
    id === undefined && recorded.length === 1 ? recorded[0] : recorded.find((each) => each.id === id)
  const index = Number(digits)
  if (digits !== '' && problem?.samples.some((sample) => sample.index === index)) return { problem, index }
  const indexes = [...new Set(problem?.samples.map((sample) => sample.index))]
  const ids = recorded.slice(0, 5).map((each) => magi.cleanForTerminal(each.id))
  throw new UsageError(`There is no sample or problem "${key}" in run ${manifest.runId}.`, {
    fix:
      digits !== '' && problem !== undefined
        ? `It has the samples ${problem.id}/${Math.min(...indexes)} to ${problem.id}/${Math.max(...indexes)}.`
        : `Write a sample as ${ids[0] ?? 'p1'}/0. Problems: ${ids.join(', ')}${recorded.length > 5 ? ' …' : ''}.`,
  })
}

async function showRun(
  magi: Magi,
  { folder, manifest }: OpenedRun,
  recorded: readonly RecordedProblem[],
  flags: OutputFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context
  const votes = recorded.map((each) => {
    const { outcome, elapsedMs } = magi.revoteProblem(each, magi.wholeVote(manifest))
    const runId = manifest.command === 'vote' ? manifest.runId : `${manifest.runId}/${each.id}`
    const report = magi.voteReport(
      { ...outcome, elapsedMs },
      { runId, model: manifest.model, rule: manifest.rule },
    )
    return { recorded: each, tally: outcome.tally, report }
  })
  const summary = await magi.summariseRun(folder)
  if (flags.json) {
    const shown = { schema: 'magi.run-view/1', summary, manifest, votes: votes.map(({ report }) => report) }
    terminal.out(`${magi.safeJson(shown)}\n`)
    return exitCodes.answered
  }
  const named = runName({ folder, manifest }, context)
  for (const line of magi.runLines(summary, manifest, named)) terminal.out(`${line}\n`)
  terminal.out('\n')
  const [only] = votes
  if (votes.length === 1 && only !== undefined) {
    const asked = magi.problemLines(only.recorded)
    for (const line of asked.length === 0 ? [] : [...asked, '']) terminal.out(`${line}\n`)
    for (const line of magi.sampleLines(only.recorded, only.tally, manifest.countForced))
      terminal.out(`${line}\n`)
    terminal.out('\n')
    for (const line of magi.voteLines(only.report, only.tally, summary.state === 'ended'))
      terminal.out(`${line}\n`)
    return exitCodes.answered
  }
  const { lines, graded, right } = voteTable(magi, votes)
  for (const line of lines) terminal.out(`${line}\n`)
  if (graded > 0) terminal.out(`${right} of ${graded} votes right\n`)
  return exitCodes.answered
}

/** One sample whole: the last attempt at its place, out of a second pass over the journal. */
async function showSample(
  magi: Magi,
  { manifest, samples }: OpenedRun,
  { problem, index }: { readonly problem: RecordedProblem; readonly index: number },
  flags: OutputFlags,
  { terminal }: CommandContext,
): Promise<number> {
  let sample: Sample | undefined
  let attempts = 0
  const explainer = magi.explainVote({
    runId: manifest.runId,
    problem: problem.id,
    context: problem.context,
    countForced: manifest.countForced,
  })
  for await (const each of samples()) {
    if (each.problem !== problem.id) continue
    explainer.add(each)
    if (each.index !== index) continue
    sample = each
    attempts += 1
  }
  if (sample === undefined) throw new Error(`sample ${problem.id}/${index} was there and is gone`)
  const explanation: VoteExplanation = explainer.explanation()
  const why = explanation.samples.find((each) => each.index === index)
  const grade = magi.graderOf(problem.problem, problem.context, magi.sameAnswer)
  const verdict = sample.answer.type === 'found' ? grade?.(sample.answer.value) : undefined
  if (flags.json) {
    const shown = {
      schema: 'magi.sample-view/1',
      sample,
      attempts,
      explanation: why,
      clusters: explanation.clusters,
    }
    terminal.out(`${magi.safeJson(verdict === undefined ? shown : { ...shown, verdict })}\n`)
    return exitCodes.answered
  }
  for (const line of magi.wholeSampleLines(sample, { attempts, explanation, ...(verdict && { verdict }) }))
    terminal.out(`${line}\n`)
  return exitCodes.answered
}

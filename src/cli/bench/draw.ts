import { basename } from 'node:path'
import { exitCodes } from '../../ground/errors.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { reportJson } from '../../report/report-json.ts'
import { reportText } from '../../report/report-text.ts'
import type { BenchRun } from '../../run/opened-bench.ts'
import { laneLimits } from '../../run/slot-lanes.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { loadShown } from '../draw/load-shown.ts'
import { resumeAdvice, resumeCommand } from '../draw/resume-advice.ts'
import { runName } from '../draw/run-name.ts'
import type { BenchFlags } from './flags.ts'
import { BenchScreen } from './screen.ts'

/** Draws what is missing of an experiment while it is shown, and prints what came of it. */
export async function drawAndReport(
  run: BenchRun,
  flags: BenchFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context
  for (const notice of run.notices) terminal.note(notice)
  await loadShown(run.model.name, run.load, context)
  const { manifest } = run
  const screen = new BenchScreen(
    {
      ...{ problems: run.problems, problem: run.problem, answerOf: run.answerOf, policy: run.policy },
      ...{ budget: run.budget, earlierMs: run.earlierMs, folder: run.folder },
      title: titleOf(run),
      slots: manifest.slots,
      limits: laneLimits(manifest),
      resume: run.folder === undefined ? undefined : resumeCommand(run, context),
    },
    context,
  )
  const result = await run
    .draw({
      onNotice: (text, weight) => (weight === 'note' ? terminal.note(text) : terminal.warn(text)),
      onReady: () => screen.start(),
      onBegin: (tracks) => screen.begin(tracks),
      onLaunch: ({ problem, index }, slot) => screen.launched(problem, index, slot),
      onPart: (part, _task, slot) => screen.part(slot, part),
      onRetry: (retry, _task, slot) => screen.retry(slot, retry),
      onEnd: (draw, _task, slot) => screen.ended(slot, draw),
      onCount: (problem, track, sample) => screen.counted(problem, track, sample),
    })
    .finally(() => screen.close())
  for (const [code, count] of Object.entries(result.redrawn))
    terminal.note(`${formatMany(count, 'sample')} that failed (${code}) drawn once more`)
  const { break: cause } = result
  if (cause !== undefined) {
    let drawnSamples = 0
    for (const { samples } of result.problems.values()) drawnSamples += samples.drawn
    const why =
      cause.type === 'failing'
        ? `${cause.times} samples in a row failed the same way: ${cause.message}`
        : cause.why
    terminal.warn(
      `stopped: ${why}. ${formatMany(drawnSamples, 'sample')} saved. ${resumeAdvice(run, context)}`,
    )
    if (cause.type === 'unreachable') return exitCodes.unreachable
    if (cause.type === 'failing') return cause.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
  }
  // The figures so far are what an interruption asks for, so it does not stop them; a second one leaves at once.
  const unstopped = { ...context, stop: new AbortController().signal }
  const { reportOf } = await import('../report/report-of.ts')
  const begun = new Map([[run.folder ?? '', run]])
  const report = await reportOf([run.folder ?? ''], { texts: false, begun }, unstopped)
  terminal.out(flags.json ? `${safeJson(reportJson(report))}\n` : reportText(report))
  const page = `magi report ${runName(run, context)} --format html`
  terminal.note(terminal.style('dim', `run ${result.runId} in ${run.folder} · ${page}`))
  return cause === undefined ? exitCodes.answered : exitCodes.failed
}

/** Data set, model, and how much is asked for. */
function titleOf({ manifest, model, policy, budget }: BenchRun): string[] {
  const most = `${formatMany(policy.n, 'sample')} of each problem${policy.rule === 'all' ? '' : ' at most'}`
  return [
    cleanForTerminal(basename(manifest.dataset?.path ?? '')),
    cleanForTerminal(model.name),
    budget === undefined ? most : `${most}, under a budget`,
  ].filter((piece) => piece !== '')
}

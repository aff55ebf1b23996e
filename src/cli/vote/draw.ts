import type { VoteRun } from '../../run/opened-vote.ts'
import { stopRuleOf } from '../../vote/policy.ts'
import type { CommandContext } from '../command.ts'
import { loadShown } from '../draw/load-shown.ts'
import { resumeAdvice } from '../draw/resume-advice.ts'
import type { DrawFlags } from '../flags.ts'
import { VoteScreen } from './screen.ts'

/** Draws what is missing of a vote while it is shown, and prints what came of it. */
export async function drawAndReport(
  run: VoteRun,
  flags: DrawFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal, stop } = context
  const { manifest } = run
  for (const notice of run.notices) terminal.note(notice)
  try {
    if (run.left.length > 0) await loadShown(run.model.name, run.load, context)
  } catch (thrown) {
    if (stop.aborted) terminal.note(`Nothing was drawn. ${resumeAdvice(run, context)}`)
    throw thrown
  }
  const screen = new VoteScreen(
    {
      slots: manifest.slots,
      asked: manifest.n,
      limits: manifest.limits,
      rule: stopRuleOf(run.policy),
      tie: run.policy.tie,
      verbose: flags.verbose === true,
    },
    context,
  )
  let loading: Promise<typeof import('./report.ts')> | undefined
  /** What comes after the last sample; loaded while the first ones are drawn. */
  const reporting = () => {
    loading ??= import('./report.ts')
    return loading
  }
  const result = await run
    .draw({
      onNotice: (text, weight) => (weight === 'note' ? terminal.note(text) : terminal.warn(text)),
      onReady: () => screen.start(),
      onBegin: (count, earlier) => screen.begun(count, earlier),
      onLaunch({ index }, slot) {
        screen.launched(index, slot)
        void reporting()
      },
      onPart: (part, _task, slot) => screen.part(slot, part),
      onRetry: (retry, _task, slot) => screen.retry(slot, retry),
      onEnd: (draw, _task, slot) => screen.ended(slot, draw),
      onCount: (count, sample) => screen.counted(count, sample),
      onAgain: (sample) => screen.again(sample),
    })
    .finally(() => screen.close())
  if (screen.sentAgain !== '') terminal.note(screen.sentAgain)
  return (await reporting()).reportVote(run, result, flags, context)
}

import type { VoteRun } from '../../run/opened-vote.ts'
import { laneLimits } from '../../run/slot-lanes.ts'
import { stopRuleOf } from '../../vote/policy.ts'
import type { CommandContext } from '../command.ts'
import { loadShown } from '../draw/load-shown.ts'
import { resumeAdvice } from '../draw/resume-advice.ts'
import type { DrawFlags } from '../flags.ts'
import { firstFew, isOpenQuestion } from './open-question.ts'
import { VoteScreen } from './screen.ts'

/** Draws what is missing of a vote while it is shown, and prints what came of it. */
export async function drawAndReport(
  run: VoteRun,
  flags: DrawFlags,
  context: CommandContext,
  stopHere: (why: string) => void,
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
      model: run.model.name,
      slots: manifest.slots,
      asked: manifest.n,
      limits: laneLimits(manifest),
      question: String(manifest.request.messages.at(-1)?.['content'] ?? ''),
      runId: manifest.runId,
      rule: stopRuleOf(run.policy),
      tie: run.policy.tie,
      verbose: flags.verbose === true,
    },
    context,
  )
  let isOpenSaid = false
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
      onCount(count, sample) {
        screen.counted(count, sample)
        if (isOpenSaid || !isOpenQuestion(count)) return
        isOpenSaid = true
        terminal.warn(
          `The first ${firstFew} samples ended without an answer that can be counted. Name its kind (--answer, as --answer choice --options yes,no), or ask for one in the prompt; an open question has no majority, and is one for magi ask.`,
        )
        // Somebody is there to decide; a script has asked for all of them.
        if (terminal.live && run.earlier.length === 0) stopHere('the first samples have no answer to count')
      },
      onAgain: (sample) => screen.again(sample),
    })
    .finally(() => screen.close())
  if (screen.sentAgain !== '') terminal.note(screen.sentAgain)
  return (await reporting()).reportVote(run, result, flags, context)
}

import type { AnswerContext, VoteOutcome } from '../../index.ts'
import { openDrawer } from '../../sample/drawer.ts'
import { runVote } from '../../vote/run-vote.ts'
import type { CommandContext } from '../command.ts'
import { answerEngine } from '../draw/answer-engine.ts'
import { resumeAdvice } from '../draw/resume-advice.ts'
import { trackPlanOf, type VoteFlags, type VoteRun } from './begin.ts'
import { VoteScreen } from './screen.ts'

/** Draws what is missing, and prints what came of it. */
export async function drawVote(begun: VoteRun, flags: VoteFlags, context: CommandContext): Promise<number> {
  const { cli, terminal, stop } = context
  const { driver, run, rule, earlier } = begun
  const { manifest } = run
  for (const notice of run.notices) terminal.note(notice)
  try {
    await begun.load()
  } catch (thrown) {
    if (stop.aborted) terminal.note(`Nothing was drawn. ${resumeAdvice(run, context)}`)
    throw thrown
  }
  const drawer = await openDrawer(driver, {
    request: begun.request,
    limits: manifest.limits,
    onTrip: manifest.onTrip,
    ...(manifest.maxAttempts === undefined ? {} : { maxAttempts: manifest.maxAttempts }),
    model: begun.model,
    clock: cli.clock,
    random: Math.random,
    signal: stop,
    onNotice: (text) => terminal.warn(text),
  })
  if (drawer.notice !== undefined) terminal.note(drawer.notice)

  const answer = manifest.answer as AnswerContext
  const engine = answerEngine(answer, manifest.request.format)
  if (earlier.length > 0) await engine.ready()
  let loadingReport: ReturnType<typeof loadReport> | undefined
  /** What comes after a sample; loaded while the first ones are drawn. */
  const report = () => {
    loadingReport ??= loadReport(begun, context)
    return loadingReport
  }
  const screen = new VoteScreen(
    {
      slots: manifest.slots,
      asked: manifest.n,
      limits: manifest.limits,
      rule,
      tie: manifest.tie,
      verbose: flags.verbose === true,
    },
    context,
  )
  await screen.start()
  let outcome: VoteOutcome
  try {
    outcome = await runVote(
      {
        ...trackPlanOf(manifest),
        problem: 'p1',
        begunAt: new Date(manifest.createdAt),
        slots: manifest.slots,
        retries: drawer.retries,
        answer,
      },
      {
        draw: async (task, slot, signal) => {
          screen.launched(task.index, slot)
          const drawing = drawer.draw({ ...task, problem: 'p1' }, signal, {
            onPart: (part) => screen.part(slot, part),
            onRetry: (retry) => screen.retry(slot, retry),
          })
          await Promise.all([engine.ready(), report()])
          const drawn = await drawing
          screen.ended(slot, drawn.draw)
          return drawn
        },
        extract: engine.extract,
        group: engine.group,
        record: async (sample) => {
          await run.append(sample)
          const { reasons } = await report()
          reasons.add(sample)
        },
        clock: cli.clock,
        signal: stop,
        earlier,
        onBegin: (count) => screen.begun(count, earlier),
        onCount: (count, sample) => screen.counted(count, sample),
        onAgain: (sample) => screen.again(sample),
      },
    )
  } finally {
    screen.close()
  }
  if (screen.sentAgain !== '') terminal.note(screen.sentAgain)
  const { reportVote, reasons } = await report()
  return reportVote(begun, outcome, reasons, flags, context)
}

async function loadReport({ run, earlier }: VoteRun, context: CommandContext) {
  const [{ reportVote }, { explainRun }] = await Promise.all([import('./report.ts'), import('./explain.ts')])
  return { reportVote, reasons: await explainRun(run, earlier.length > 0, context) }
}

import { isDeepStrictEqual } from 'node:util'
import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import { twinText } from '../sample/twins.ts'
import { stopRuleOf } from '../vote/policy.ts'
import { runVote } from '../vote/run-vote.ts'
import type { VoteReport } from '../vote/schema.ts'
import { answerEngine } from './answer-engine.ts'
import { drawerTerms } from './drawer-terms.ts'
import { nothingLeft } from './nothing-left.ts'
import type { Unsaved, VoteListeners, VoteResult, VoteWork } from './opened-vote.ts'
import type { RunStore } from './run.ts'

/** Draws what is missing of a vote whose model is loaded, and keeps what it comes to. */
export async function drawVote(work: VoteWork, listeners: VoteListeners): Promise<VoteResult> {
  const { executor, store, world, policy, earlier, answer } = work
  const { manifest, folder } = store
  const drawer = await executor.open(drawerTerms(work, listeners.onNotice))(work.request)
  if (drawer.notice !== undefined) listeners.onNotice?.(drawer.notice, 'note')
  const engine = answerEngine(answer, manifest.request.format, policy)
  if (earlier.length > 0) await engine.ready()
  let starting: ReturnType<typeof startEnding> | undefined
  /** What comes after a sample; loaded while the first ones are drawn. */
  const ending = () => {
    starting ??= startEnding(work)
    return starting
  }
  let isTwinSaid = false
  const sayTwin = (index: number) => {
    if (!isTwinSaid) listeners.onNotice?.(twinText(index), 'warning')
    isTwinSaid = true
  }
  /** Samples that this part of the run has drawn. */
  let recorded = 0
  await listeners.onReady?.()
  const outcome = await runVote(
    {
      policy,
      seedBase: manifest.seedBase,
      problem: 'p1',
      begunAt: new Date(manifest.createdAt),
      slots: manifest.slots,
      retries: drawer.retries,
      answer,
    },
    {
      draw: async (task, slot, signal) => {
        const leave = await world.turn?.(signal)
        listeners.onLaunch?.(task, slot)
        const drawing = drawer
          .draw({ ...task, problem: 'p1' }, signal, {
            onPart: (part) => listeners.onPart?.(part, task, slot),
            onRetry: (retry) => listeners.onRetry?.(retry, task, slot),
          })
          .finally(() => leave?.())
        await Promise.all([engine.ready(), ending()])
        const drawn = await drawing
        listeners.onEnd?.(drawn.draw, task, slot)
        return drawn
      },
      extract: engine.extract,
      group: engine.group,
      record: async (sample) => {
        recorded += 1
        await store.append(sample)
        const { reasons } = await ending()
        reasons?.add(sample)
      },
      clock: world.clock,
      ...defined({ signal: world.signal }),
      earlier,
      onBegin: (count) => listeners.onBegin?.(count, earlier),
      onCount(count, sample) {
        listeners.onCount?.(count, sample)
        if (count.twins > 0) sayTwin(sample.index)
      },
      onAgain: (sample) => listeners.onAgain?.(sample),
    },
  )
  const { voteReport, reasons } = await ending()
  const { runId, model } = manifest
  const counted = voteReport(outcome, { runId, model, rule: stopRuleOf(policy).label })
  const kept = recorded === 0 && outcome.break === undefined ? await keptReport(work, counted) : undefined
  if (kept !== undefined) listeners.onNotice?.(nothingLeft, 'note')
  const report = kept ?? counted
  const unsaved: Unsaved[] = []
  const orSay = (file: Unsaved['file']) => (thrown: unknown) => {
    unsaved.push({ file, message: messageOf(thrown) })
  }
  const loss = await lossOf(store)
  if (loss !== undefined) return { ...outcome, ...defined({ folder }), runId, report, unsaved, loss }
  // The vote is held, and every sample is on the disk: what cannot be written beside them must not keep the answer from its reader.
  // A vote that can go on has no result yet.
  if (kept === undefined)
    await (outcome.break === undefined ? store.saveResult(report) : store.removeResult()).catch(
      orSay('result'),
    )
  const explanation = await reasons?.explanation()
  if (explanation !== undefined && kept === undefined)
    await store.saveExplanation(explanation).catch(orSay('explanation'))
  return { ...outcome, ...defined({ folder, explanation }), runId, report, unsaved }
}

/** The result that a vote came to when it ended before, where it still says what the journal gives. */
async function keptReport(
  { store, earlier }: VoteWork,
  counted: VoteReport,
): Promise<VoteReport | undefined> {
  if (store.folder === undefined || earlier.length === 0) return undefined
  const { readResult } = await import('../experiment/run-summary.ts')
  const kept = await readResult(store.folder).catch(() => undefined)
  if (kept?.schema !== 'magi.vote/1') return undefined
  const { elapsedMs } = kept
  return isDeepStrictEqual(JSON.parse(JSON.stringify({ ...counted, elapsedMs })), kept) ? kept : undefined
}

/** What the disk has lost of the journal. */
async function lossOf(store: RunStore): Promise<Error | undefined> {
  try {
    await store.requireKept()
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(messageOf(thrown))
  }
}

/** Loads what is needed once samples have ended: the report, and where the run has a folder the reasons that are kept in it. */
async function startEnding({ store, answer, earlier }: VoteWork) {
  const { folder, manifest } = store
  const reasons =
    folder === undefined
      ? undefined
      : import('./vote-reasons.ts').then(({ startReasons }) =>
          startReasons({ folder, manifest }, answer, earlier.length > 0),
        )
  const [{ voteReport }, started] = await Promise.all([import('../report/vote-report.ts'), reasons])
  return { voteReport, reasons: started }
}

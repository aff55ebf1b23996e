import { answerGrouper } from '../answer/answer-grouper.ts'
import { extractAnswer } from '../answer/extract/extract.ts'
import { budgetAllocation } from '../experiment/budget-allocation.ts'
import { type BenchOutcome, runBench } from '../experiment/run-bench.ts'
import { isWhole, readResult } from '../experiment/run-summary.ts'
import { defined } from '../ground/defined.ts'
import { firstN } from '../journal/grow.ts'
import { figuresOf } from '../report/vote-report.ts'
import { seedsInOrder } from '../sample/seeds.ts'
import { twinText } from '../sample/twins.ts'
import { seedsReserved } from '../vote/policy.ts'
import { benchDrawers } from './bench-drawers.ts'
import { nothingLeft } from './nothing-left.ts'
import type { BenchListeners, BenchResult, BenchRun, BenchWork } from './opened-bench.ts'
import type { RunStore } from './run.ts'

type Counts = Readonly<Record<string, number>>

/** Draws what is missing of an experiment whose model is loaded, and keeps what it comes to. */
export async function drawBench(
  work: BenchWork,
  { answerOf, budget, earlierMs }: Pick<BenchRun, 'answerOf' | 'budget' | 'earlierMs'>,
  listeners: BenchListeners,
): Promise<BenchResult> {
  const { store, world, problems, policy, earlier } = work
  const { manifest, folder } = store
  const { slots } = manifest
  const drawerFor = benchDrawers(work, listeners.onNotice)
  // Whether answers can be forced out is found out by the first drawer, and said before the first sample.
  const first = await drawerFor(problems[0]?.id ?? '')
  if (first.notice !== undefined) listeners.onNotice?.(first.notice, 'note')
  const ids = problems.map(({ id }) => id)
  const seedAt = seedsInOrder(manifest.seedBase, ids, seedsReserved({ ...policy, n: firstN(manifest) }))
  const sentAgain = new Map<string, number>()
  /** Samples that this part of the run has drawn. */
  let recorded = 0
  let isTwinSaid = false
  await listeners.onReady?.()
  const outcome = await runBench(
    {
      policy,
      slots,
      retries: first.retries,
      begunAt: new Date(manifest.createdAt),
      ids,
      problemAt: (place) => {
        const problem = problems[place]
        const answer = problem === undefined ? {} : answerOf(problem)
        return { seedBase: seedAt(place), answer, group: answerGrouper(answer) }
      },
    },
    {
      draw: async (task, slot, signal) => {
        const drawer = await drawerFor(task.problem)
        listeners.onLaunch?.(task, slot)
        const drawn = await drawer.draw(task, signal, {
          onPart: (part) => listeners.onPart?.(part, task, slot),
          onRetry: (retry) => {
            sentAgain.set(retry.code, (sentAgain.get(retry.code) ?? 0) + 1)
            listeners.onRetry?.(retry, task, slot)
          },
        })
        listeners.onEnd?.(drawn.draw, task, slot)
        return drawn
      },
      extract: extractAnswer,
      record: (sample) => {
        recorded += 1
        return store.append(sample)
      },
      clock: world.clock,
      ...defined({ signal: world.signal }),
      earlier,
      ...(budget === undefined
        ? {}
        : {
            allocation: budgetAllocation({
              ...{ limits: budget, most: policy.n, tie: policy.tie },
              ...{ slots, clock: world.clock, spentMs: earlierMs },
            }),
          }),
      onBegin: (tracks) => listeners.onBegin?.(tracks),
      onCount(problem, track, sample) {
        listeners.onCount?.(problem, track, sample)
        if (track.twins > 0 && !isTwinSaid)
          listeners.onNotice?.(`${problem}: ${twinText(sample.index)}`, 'warning')
        isTwinSaid ||= track.twins > 0
      },
    },
  )
  const sent = Object.fromEntries(sentAgain)
  const isDone = recorded === 0 && earlier.size > 0 && outcome.break === undefined
  if (isDone && folder !== undefined && isWhole(await readResult(folder).catch(() => undefined)))
    listeners.onNotice?.(nothingLeft, 'note')
  else await saveOutcome(store, outcome, sent)
  return { ...outcome, runId: manifest.runId, sentAgain: sent, ...defined({ folder }) }
}

/** Keeps what an experiment has come to, with the counts of its earlier parts. */
async function saveOutcome(store: RunStore, outcome: BenchOutcome, sentAgain: Counts): Promise<void> {
  const { folder, manifest } = store
  if (folder === undefined) return
  const before = await readResult(folder).catch(() => undefined)
  const earlier = before?.schema === 'magi.bench/1' ? before : undefined
  const problems = []
  for (const [id, { vote, samples, tokens }] of outcome.problems) {
    // Of what was stopped, the problems that it came to: of a large set most may be left.
    if (outcome.break !== undefined && samples.drawn === 0 && tokens.output === 0) continue
    problems.push({ id, vote: figuresOf(vote), samples, tokens })
  }
  await store.saveResult({
    schema: 'magi.bench/1',
    runId: manifest.runId,
    redrawn: summed(earlier?.redrawn, outcome.redrawn),
    sentAgain: summed(earlier?.sentAgain, sentAgain),
    ...(outcome.break === undefined ? {} : { stopped: outcome.break.type }),
    elapsedMs: outcome.elapsedMs,
    problems,
  })
}

/** Counts of earlier parts of a run and of this one, by code. */
function summed(earlier: Counts = {}, now: Counts): Record<string, number> {
  const sum: Record<string, number> = { ...earlier }
  for (const [code, count] of Object.entries(now)) sum[code] = (sum[code] ?? 0) + count
  return sum
}

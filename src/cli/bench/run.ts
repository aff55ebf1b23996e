import type {
  AnswerContext,
  BenchAllocation,
  BenchPlan,
  BudgetLimits,
  Clock,
  Drawer,
  Driver,
  OpenRun,
  PreparedModel,
  Problem,
  ProblemPrompts,
  Sample,
} from '../../index.ts'
import { policyOf, seedsReserved } from '../../vote/policy.ts'
import type { CommandContext } from '../command.ts'
import { load } from '../draw/open-model.ts'
import { benchDrawers } from './drawers.ts'

type Magi = typeof import('../../index.ts')

/** An experiment that can be drawn. */
export interface BenchRun {
  readonly type: 'run'
  readonly run: OpenRun
  readonly problems: readonly Problem[]
  readonly plan: BenchPlan
  readonly earlier: ReadonlyMap<string, readonly Sample[]>
  /** The drawer for a problem's requests. */
  readonly drawer: (problem: string) => Promise<Drawer>
  readonly load: () => Promise<void>
  /** Set where one budget is spread over all problems. */
  readonly allocation?: (clock: Clock, spentMs: number) => BenchAllocation
}

/** What a run is drawn with. */
interface BenchWork {
  readonly run: OpenRun
  readonly problems: readonly Problem[]
  readonly prompts: ProblemPrompts
  readonly driver: Driver
  readonly model: PreparedModel
  readonly earlier: ReadonlyMap<string, readonly Sample[]>
}

/** Puts together what is drawn, as the manifest of its run says. */
export function benchRun(magi: Magi, work: BenchWork, context: CommandContext): BenchRun {
  const { run, problems, driver, earlier } = work
  const { manifest } = run
  const { slots } = manifest
  const seeds = magi.problemSeeds(
    manifest.seedBase,
    problems.map(({ id }) => id),
    seedsReserved(manifest),
  )
  const { request, drawer } = benchDrawers(magi, work, context)
  const { budget } = manifest
  let retries = magi.retriesOf(manifest.onTrip, manifest.maxAttempts)
  return {
    type: 'run',
    run,
    problems,
    earlier,
    drawer,
    async load() {
      const first = await request(problems[0]?.id ?? '')
      await load({ driver, request: first }, manifest.loadMs, context)
      // Whether answers can be forced out is found out by the first drawer, and said before the first sample.
      const begun = await drawer(problems[0]?.id ?? '')
      if (begun.notice !== undefined) context.terminal.note(begun.notice)
      retries = begun.retries
    },
    plan: {
      policy: policyOf(manifest),
      slots,
      get retries() {
        return retries
      },
      problems: problems.map((problem) => {
        const answer = magi.answerContextOf(problem, manifest.answer as AnswerContext)
        return {
          id: problem.id,
          seedBase: seeds.get(problem.id) ?? 0,
          answer,
          group: magi.answerGrouper(answer),
        }
      }),
    },
    ...(budget === undefined
      ? {}
      : {
          allocation: (clock, spentMs) =>
            magi.budgetAllocation({
              limits: budget as BudgetLimits,
              most: manifest.n,
              slots,
              clock,
              spentMs,
            }),
        }),
  }
}

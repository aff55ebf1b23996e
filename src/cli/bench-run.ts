import { dirname } from 'node:path'
import type {
  AnswerContext,
  BenchAllocation,
  BenchPlan,
  BudgetLimits,
  Clock,
  Drawer,
  DrawRequest,
  Driver,
  OpenRun,
  PreparedModel,
  Problem,
  Sample,
} from '../index.ts'
import type { CommandContext } from './command.ts'
import { lastFew } from './last-few.ts'
import { load } from './open-model.ts'
import { readImages } from './prompt.ts'
import { voteRule } from './vote-begin.ts'

type Magi = typeof import('../index.ts')

/** Stands in the recorded request where the text of a problem goes. */
export const place = '{{problem}}'

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
  readonly prompts: ReadonlyMap<string, string>
  readonly driver: Driver
  readonly model: PreparedModel
  readonly earlier: ReadonlyMap<string, readonly Sample[]>
}

/** Puts together what is drawn, as the manifest of its run says. */
export function benchRun(magi: Magi, work: BenchWork, context: CommandContext): BenchRun {
  const { run, problems, prompts, driver, model, earlier } = work
  const { manifest } = run
  const { cli, stop } = context
  const { rule, min, slots, schedule } = manifest
  const seeds = magi.problemSeeds(
    manifest.seedBase,
    problems.map(({ id }) => id),
    manifest.n + manifest.extendBy,
  )
  const datasetFolder = dirname(manifest.dataset?.path ?? cli.cwd)
  const request = async (id: string): Promise<DrawRequest> => {
    const problem = problems.find((each) => each.id === id)
    const images = await readImages(problem?.images ?? [], datasetFolder)
    const messages = (manifest.request.messages as unknown as DrawRequest['messages']).map((message) => ({
      ...message,
      content: message.content.replace(place, () => prompts.get(id) ?? ''),
      ...(message.role === 'user' && images.length > 0 ? { images } : {}),
    }))
    return {
      ...manifest.request,
      model: model.name,
      keepAlive: manifest.keepAlive,
      messages,
    } as unknown as DrawRequest
  }
  const watch = new magi.ModelWatch(driver, {
    model,
    clock: cli.clock,
    onNotice: (text) => context.terminal.warn(text),
  })
  const drawers = lastFew(slots + 2, async (id: string) =>
    magi.openDrawer(driver, {
      request: await request(id),
      limits: manifest.limits,
      onTrip: manifest.onTrip,
      ...(manifest.maxAttempts === undefined ? {} : { maxAttempts: manifest.maxAttempts }),
      model,
      clock: cli.clock,
      random: Math.random,
      signal: stop,
      watch,
    }),
  )
  const { budget } = manifest
  return {
    type: 'run',
    run,
    problems,
    earlier,
    drawer: drawers,
    async load() {
      const first = await request(problems[0]?.id ?? '')
      await load({ driver, request: first }, manifest.loadMs, context)
    },
    plan: {
      n: manifest.n,
      slots,
      rule: voteRule(rule, String(min)),
      schedule: magi.schedules[schedule],
      tie: manifest.tie,
      extendBy: manifest.extendBy,
      countForced: manifest.countForced,
      retries: manifest.onTrip === 'retry' ? (manifest.maxAttempts ?? 2) - 1 : 0,
      ...(manifest.quorum === undefined ? {} : { quorum: manifest.quorum }),
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

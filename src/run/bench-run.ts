import type { AskedKind } from '../answer/answer.ts'
import type { Problem } from '../config/problem.ts'
import { answerContextOf } from '../experiment/answer-context.ts'
import type { BudgetLimits } from '../experiment/budget.ts'
import { budgetMost } from '../experiment/budget-allocation.ts'
import type { ProblemPrompts } from '../experiment/dataset/prompts.ts'
import { drawingMs } from '../experiment/drawing-ms.ts'
import { runContext } from '../experiment/run-context.ts'
import { type SeedRange, seedRanges } from '../experiment/seed-ranges.ts'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { SamplePlan } from '../sample/plan.ts'
import { requireSeeds } from '../sample/seeds.ts'
import { policyForSchema } from '../vote/fields/field-policy.ts'
import { refuseGreedyVote } from '../vote/greedy-vote.ts'
import { policyFromSettings, seedsReserved, type VotingPolicy } from '../vote/policy.ts'
import { problemPlace, requestFor } from './bench-drawers.ts'
import { type DatasetWish, datasetRecord, promptsOf } from './bench-problems.ts'
import { randomSeed } from './chance.ts'
import { newManifest } from './new-manifest.ts'
import { plannedRequest } from './open-model.ts'
import type { BenchRun, BenchWork } from './opened-bench.ts'
import type { OpenModel } from './opened-model.ts'
import type { LoadListeners, RunOrigin, RunWorld } from './run.ts'
import { openStore } from './run-store.ts'
import type { RunSettings } from './settings.ts'
import { loadFor, requireAttempts } from './vote-run.ts'

/** What an experiment is about. */
export interface BenchQuestion {
  readonly settings: RunSettings
  readonly dataset: DatasetWish
  /** One budget for the whole set, in place of N for each problem. */
  readonly budget?: BudgetLimits | undefined
  /** How often a sample may be asked for, or drawn under `retry`: 1 or more. */
  readonly maxAttempts?: number | undefined
  /** A JSON schema that every answer must fit. */
  readonly schema?: unknown
  /** Kind of every answer, where something says one. */
  readonly kind?: AskedKind | undefined
}

/** An experiment that was asked for, with what it asks checked before its problems are read. */
export interface BenchWish extends BenchQuestion {
  readonly policy: VotingPolicy
}

/** What would be sent for an experiment, and under which seeds. */
export interface BenchDraft extends OpenModel {
  readonly wish: BenchWish
  readonly problems: readonly Problem[]
  /** The texts in which the problems are put to the model. */
  readonly prompts: ProblemPrompts
  /** The plan of the longest prompt. */
  readonly plan: SamplePlan
  readonly seedBase: number
  /** The seeds of each problem, in the order of the set. */
  readonly seeds: () => readonly SeedRange[]
}

/**
 * Checks what an experiment asks for, as far as that can be done without its problems and without a runtime.
 *
 * @throws UsageError for a value that cannot be used.
 */
export function benchWish(question: BenchQuestion): BenchWish {
  const { settings, budget, maxAttempts } = question
  const isSaid = (name: string) => (settings.origins[name]?.from ?? 'default') !== 'default'
  const n = budget === undefined || isSaid('n') ? settings.get('n') : budgetMost
  const rule = settings.get('rule')
  if (budget !== undefined && rule !== 'all') {
    throw new UsageError(`--budget spreads samples by itself, so --rule ${rule} has nothing to decide.`, {
      fix: 'Leave --rule out.',
    })
  }
  const kind = question.kind ?? (isSaid('answer') ? settings.get('answer') : undefined)
  const fromSettings = policyFromSettings('bench', settings, n)
  const policy = policyForSchema(
    fromSettings,
    kind === 'json' ? question.schema : undefined,
    settings.origins,
  )
  if (n > 1) refuseGreedyVote(settings.options, settings.get('allowIdentical'))
  requireAttempts(maxAttempts)
  return { ...question, policy, kind }
}

/** Plans an experiment: what would be sent. Nothing is sent, and nothing is on the disk. */
export function planBench(target: OpenModel, wish: BenchWish, problems: readonly Problem[]): BenchDraft {
  const { settings, dataset, policy } = wish
  const prompts = promptsOf(problems, dataset.template, target.model)
  const plan = plannedRequest(settings, target.model, {
    ...{ prompt: prompts.longest, instruct: false, isRun: true, format: wish.schema },
  })
  const seedBase = settings.maybe('seed') ?? randomSeed()
  const ids = problems.map(({ id }) => id)
  requireSeeds(ids.length, seedsReserved(policy))
  const seeds = () => seedRanges(seedBase, ids, policy)
  return { ...target, wish, problems, prompts, plan, seedBase, seeds }
}

/**
 * Begins an experiment: its manifest and its problems are written, its folder held.
 *
 * @throws RunFolderError if the folder cannot be written; UsageError if there is a run in it already.
 */
export async function beginBench(draft: BenchDraft, origin: RunOrigin, world: RunWorld): Promise<BenchRun> {
  const { driver, model, executor, wish, problems, prompts, plan } = draft
  const { keepAlive: _keepAlive, model: _model, messages, ...request } = plan.request
  const withPlace = messages.map((message) => ({
    ...message,
    content: message.content.replace(prompts.longest, () => problemPlace),
  }))
  const manifest = newManifest(
    { ...draft, ...wish },
    {
      command: 'bench',
      request: { ...request, messages: withPlace },
      answer: { kind: wish.kind ?? 'auto', marker: model.card.answer.marker },
      ...(wish.budget === undefined ? {} : { budget: { ...wish.budget } }),
      dataset: datasetRecord(wish.dataset, problems, prompts),
    },
    origin,
    world,
  )
  const store = await openStore(manifest, origin.place)
  await store.saveProblems(problems)
  return openBench({
    driver,
    model,
    executor,
    store,
    world,
    problems,
    prompts,
    policy: wish.policy,
    earlier: new Map(),
  })
}

/** An experiment whose folder is held, ready to be drawn. */
export function openBench(work: BenchWork): BenchRun {
  const { driver, model, store, policy, problems, earlier } = work
  const { manifest, folder, notices } = store
  const budget = manifest.budget as BudgetLimits | undefined
  const earlierMs = drawingMs([...earlier.values()].flat())
  const asked = runContext(manifest)
  const answerOf = (problem: Problem) => answerContextOf(problem, asked)
  let drawing: Promise<typeof import('./draw-bench.ts')> | undefined
  let isLoaded = false
  const load = async (listeners: LoadListeners = {}) => {
    const request = isLoaded ? undefined : await requestFor(problems[0]?.id ?? '', work)
    const loading = request && loadFor(request, work, listeners)
    // What draws is read from the disk while the runtime loads the model, so that the first sample does not wait for it.
    drawing ??= import('./draw-bench.ts')
    await Promise.all([loading, drawing])
    isLoaded = true
  }
  const run: BenchRun = {
    command: 'bench',
    ...defined({ folder, budget }),
    ...{ manifest, host: driver.host, model, notices, policy, problems, answerOf, earlierMs, load },
    problem: (id) => work.prompts.problem(id),
    async draw(listeners = {}) {
      await load(listeners)
      const { drawBench } = await (drawing ?? import('./draw-bench.ts'))
      return drawBench(work, run, listeners)
    },
    close: () => store.close(),
  }
  return run
}

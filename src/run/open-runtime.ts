import { type Clock, systemClock } from '../ground/clock.ts'
import { magiVersion } from '../ground/package-root.ts'
import type { Driver } from '../runtime/driver.ts'
import type { SamplePlan } from '../sample/plan.ts'
import type { PreparedModel } from '../sample/prepare.ts'
import type { Sample } from '../sample/sample.ts'
import { type AskQuestion, loadAsk, planAsk } from './ask.ts'
import { requireKnownOptions, requirePrompt } from './check-options.ts'
import { datasetFromOptions } from './dataset-options.ts'
import { hostsOfOptions } from './host-options.ts'
import { requireImages } from './images.ts'
import { openModel } from './open-model.ts'
import type { BenchResult, BenchRun } from './opened-bench.ts'
import type { VoteResult, VoteRun } from './opened-vote.ts'
import { optionSettings } from './option-settings.ts'
import type {
  AskOptions,
  BenchOptions,
  OpenOptions,
  PlanOptions,
  RunOptions,
  VoteOptions,
} from './options.ts'
import type { RunOrigin } from './run.ts'
import { beginVote, planVote, type VoteWish, voteWish } from './vote-run.ts'

/** What would be sent for a prompt, and under which seeds. */
export interface PromptPlan extends SamplePlan {
  /** Of every sample that may be drawn; those that a tie may ask for included. */
  readonly seeds: readonly number[]
}

/** A runtime that answered, with a model on it. Holds no connection open. */
export interface Runtime {
  /** The address without credentials. */
  readonly host: string
  readonly driver: Driver
  readonly model: PreparedModel
  /** What would be sent for a prompt, without sending it. */
  plan(prompt: string, options?: PlanOptions): Promise<PromptPlan>
  /**
   * Draws one guarded sample. What becomes of it, a limit or a broken connection included, is its ending: nothing is thrown for it.
   *
   * @throws MagiError for what stops it before: a wrong preset, a model that does not load.
   */
  ask(prompt: string, options?: AskOptions): Promise<Sample>
  /**
   * Draws samples until the rule has enough, and counts their answers. Where the signal aborts, or samples fail the same way one after
   * another, the result holds what there is, and `break` says why.
   *
   * @throws MagiError for what stops it before its first sample, and where samples cannot be kept.
   */
  vote(prompt: string, options?: VoteOptions): Promise<VoteResult>
  /** Begins a vote and draws nothing yet: `draw` of the run does, `close` lets its folder go. */
  beginVote(prompt: string, options?: VoteOptions): Promise<VoteRun>
  /**
   * Draws the samples of all problems of a dataset, and holds a vote on each. It ends as a vote does.
   *
   * @param dataset - Path of a file of problems, or the name of a set that ships with Magi.
   * @throws MagiError for what stops it before its first sample, and where samples cannot be kept.
   */
  bench(dataset: string, options?: BenchOptions): Promise<BenchResult>
  /** Begins an experiment and draws nothing yet: `draw` of the run does, `close` lets its folder go. */
  beginBench(dataset: string, options?: BenchOptions): Promise<BenchRun>
}

/**
 * Opens a runtime: asks it for its version and models, and finds the model and what its card says.
 *
 * @throws UnreachableError where none answers; ModelNotFoundError with what is installed and what to do; UsageError for an address
 *   that cannot be used.
 */
export async function openRuntime(options: OpenOptions = {}): Promise<Runtime> {
  requireKnownOptions('open', options)
  const { model: name, allowRemote, folders = [], clock = systemClock, signal } = options
  const target = await openModel({
    where: hostsOfOptions(options),
    model: name,
    allowRemote,
    folders,
    clock,
    signal,
  })
  const { driver, model } = target

  const question = async (prompt: string, options: AskOptions): Promise<AskQuestion> => ({
    settings: await optionSettings('ask', options, folders),
    prompt,
    images: requireImages(options.images),
    format: options.format,
    answer: options.answer ?? (options.format === undefined ? undefined : { kind: 'json' }),
    maxAttempts: options.maxAttempts,
  })
  const wishOf = async (prompt: string, options: VoteOptions): Promise<VoteWish> => {
    const settings = await optionSettings('vote', options, folders)
    const kind = options.answer?.kind ?? (options.format === undefined ? settings.get('answer') : 'json')
    const { format, maxAttempts } = options
    const images = requireImages(options.images)
    return voteWish({ settings, prompt, images, format, answer: { ...options.answer, kind }, maxAttempts })
  }

  const runtime: Runtime = {
    host: driver.host,
    driver,
    model,
    async plan(prompt, options = {}) {
      requirePrompt(prompt)
      requireKnownOptions('plan', options)
      if (options.for === 'vote') {
        const { plan, seeds } = planVote(target, await wishOf(prompt, options))
        return { ...plan, seeds }
      }
      const { plan, seed } = planAsk(target, await question(prompt, options))
      return { ...plan, seeds: [seed] }
    },
    async ask(prompt, options = {}) {
      requirePrompt(prompt)
      requireKnownOptions('ask', options)
      const { signal: stop, onNotice, onPart } = options
      const draft = planAsk(target, await question(prompt, options))
      for (const warning of draft.plan.warnings) onNotice?.(warning)
      const world = { clock, signal: stop }
      await loadAsk(draft, world, { onBusy: ({ message }) => onNotice?.(message) })
      const { drawAsk } = await import('./draw-ask.ts')
      const { sample } = await drawAsk(draft, world, { onNotice, onPart: (part) => onPart?.(part, 0) })
      return sample
    },
    async beginVote(prompt, options = {}) {
      requirePrompt(prompt)
      requireKnownOptions('vote', options)
      options.signal?.throwIfAborted()
      const draft = planVote(target, await wishOf(prompt, options))
      for (const warning of draft.plan.warnings) options.onNotice?.(warning)
      return beginVote(draft, originOf(options), worldOf(clock, options))
    },
    async vote(prompt, options = {}) {
      const { onPart, onNotice, onCount } = options
      const run = await runtime.beginVote(prompt, options)
      try {
        return await run.draw({
          onBusy: ({ message }) => onNotice?.(message),
          onNotice,
          onPart: (part, { index }) => onPart?.(part, index),
          onCount,
        })
      } finally {
        await run.close()
      }
    },
    async beginBench(dataset, options = {}) {
      requireKnownOptions('bench', options)
      options.signal?.throwIfAborted()
      const { beginBench, benchWish, planBench } = await import('./bench-run.ts')
      const { readProblems } = await import('./bench-problems.ts')
      const settings = await optionSettings('bench', options, folders)
      const { budget, maxAttempts, schema } = options
      const kind = options.kind ?? (schema === undefined ? undefined : 'json')
      const wish = benchWish({
        ...{ settings, budget, maxAttempts, schema, kind },
        dataset: datasetFromOptions(dataset, options),
      })
      const problems = await readProblems(wish.dataset, wish.kind)
      const draft = planBench(target, wish, problems)
      for (const warning of draft.plan.warnings) options.onNotice?.(warning)
      return beginBench(draft, originOf(options), worldOf(clock, options))
    },
    async bench(dataset, options = {}) {
      const { onNotice, onCount } = options
      const run = await runtime.beginBench(dataset, options)
      try {
        return await run.draw({
          onBusy: ({ message }) => onNotice?.(message),
          onNotice,
          onCount: (problem, track, sample) => onCount?.(problem, track, sample),
        })
      } finally {
        await run.close()
      }
    },
  }
  return runtime
}

/** Where the run of a caller is kept. */
function originOf({ runFolder, runsFolder }: RunOptions): RunOrigin {
  const version = { magiVersion: magiVersion() }
  if (runFolder !== undefined) return { place: { folder: runFolder }, ...version }
  return runsFolder === undefined ? version : { place: { runs: runsFolder }, ...version }
}

function worldOf(clock: Clock, { signal }: { readonly signal?: AbortSignal }) {
  return { clock, signal }
}

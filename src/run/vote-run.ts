import type { AnswerContext, AskedKind } from '../answer/answer.ts'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { DrawRequest, Message } from '../runtime/driver.ts'
import { requireRoom, type SamplePlan } from '../sample/plan.ts'
import type { Sample } from '../sample/sample.ts'
import { seedOf } from '../sample/seeds.ts'
import { policyForSchema } from '../vote/fields/field-policy.ts'
import { refuseGreedyVote } from '../vote/greedy-vote.ts'
import { mostSamples, policyFromSettings, type VotingPolicy } from '../vote/policy.ts'
import { jitter, randomSeed } from './chance.ts'
import { newManifest } from './new-manifest.ts'
import { plannedRequest } from './open-model.ts'
import type { OpenModel } from './opened-model.ts'
import type { VoteRun, VoteWork } from './opened-vote.ts'
import type { LoadListeners, RunOrigin, RunWork, RunWorld } from './run.ts'
import { openStore } from './run-store.ts'
import type { RunSettings } from './settings.ts'

/** What a vote is about. */
export interface VoteQuestion {
  readonly settings: RunSettings
  /** What was said before the prompt, oldest first; no system text. */
  readonly history?: readonly Message[] | undefined
  readonly prompt: string
  /** Base64, for a model that sees. */
  readonly images?: readonly string[] | undefined
  /** A JSON schema that the answer must fit. */
  readonly format?: unknown
  /** What answer is asked for. */
  readonly answer: AnswerContext & { readonly kind: AskedKind }
  /** How often a sample may be asked for, or drawn under `retry`: 1 or more. */
  readonly maxAttempts?: number | undefined
}

/** A vote that was asked for, with what it asks checked before a runtime is. */
export interface VoteWish extends VoteQuestion {
  readonly policy: VotingPolicy
}

/** What would be sent for a vote, and under which seeds. */
export interface VoteDraft extends OpenModel {
  readonly wish: VoteWish
  readonly plan: SamplePlan
  readonly seedBase: number
  /** Of every sample that may be drawn, those that a tie may ask for included. */
  readonly seeds: readonly number[]
}

/**
 * Checks what a vote asks for, as far as that can be done without a runtime.
 *
 * @throws UsageError for a value that cannot be used.
 */
export function voteWish(question: VoteQuestion): VoteWish {
  const { settings, maxAttempts } = question
  const schema = question.answer.kind === 'json' ? question.format : undefined
  const policy = policyForSchema(policyFromSettings('vote', settings), schema, settings.origins)
  refuseGreedyVote(settings.options, settings.get('allowIdentical'))
  requireAttempts(maxAttempts)
  return { ...question, policy }
}

/** @throws UsageError for a number of attempts below 1. */
export function requireAttempts(maxAttempts: number | undefined): void {
  if (maxAttempts === undefined || (Number.isSafeInteger(maxAttempts) && maxAttempts >= 1)) return
  throw new UsageError(`maxAttempts is ${maxAttempts}.`, { fix: 'Give it a whole number, 1 or more.' })
}

/** Plans a vote: what would be sent. Nothing is sent, and nothing is on the disk. */
export function planVote(target: OpenModel, wish: VoteWish): VoteDraft {
  const { settings, history, prompt, images, format, answer, policy } = wish
  const instruct = answer.kind !== 'text' && answer.kind !== 'json'
  const plan = plannedRequest(settings, target.model, {
    ...{ prompt, instruct, format, isRun: true },
    ...defined({ history, images }),
  })
  requireRoom(plan)
  const seedBase = settings.maybe('seed') ?? randomSeed()
  const seeds = Array.from({ length: mostSamples(policy) }, (_, index) => seedOf(seedBase, index))
  return { ...target, wish, plan, seedBase, seeds }
}

/**
 * Begins a vote: its manifest is written, its folder held.
 *
 * @param record - Where the run is kept in no folder: puts a sample elsewhere; it is counted only when this resolves.
 * @throws RunFolderError if the folder cannot be written; UsageError if there is a run in it already.
 */
export async function beginVote(
  draft: VoteDraft,
  origin: RunOrigin,
  world: RunWorld,
  record?: (sample: Sample) => Promise<void>,
): Promise<VoteRun> {
  const { driver, model, executor, wish, plan, seeds } = draft
  const { messages, options, think } = plan.request
  const { format, policy } = wish
  const { fits: _fits, fields: _fields, ...keptAnswer } = wish.answer
  const manifest = newManifest(
    { ...draft, ...wish },
    {
      command: 'vote',
      request: {
        messages: messages.map((message) => ({ ...message })),
        options,
        ...defined({ think, format }),
      },
      answer: { ...keptAnswer, marker: model.card.answer.marker },
    },
    origin,
    world,
  )
  const store = await openStore(manifest, origin.place, record)
  const answer = { ...wish.answer, marker: model.card.answer.marker }
  const left = seeds.slice(0, policy.n).map((seed, index) => ({ index, seed, attempt: 1 }))
  const target = { driver, model, executor }
  return openVote({ ...target, store, world, request: plan.request, answer, policy, earlier: [], left })
}

/** A vote whose folder is held, ready to be drawn. */
export function openVote(work: VoteWork): VoteRun {
  const { driver, model, store, policy, earlier, left } = work
  const { manifest, folder, notices } = store
  let drawing: Promise<typeof import('./draw-vote.ts')> | undefined
  let isLoaded = false
  const load = async (listeners: LoadListeners = {}) => {
    const loading = left.length > 0 && !isLoaded ? loadFor(work.request, work, listeners) : undefined
    // What draws is read from the disk while the runtime loads the model, so that the first sample does not wait for it.
    drawing ??= import('./draw-vote.ts')
    await Promise.all([loading, drawing])
    isLoaded = true
  }
  return {
    command: 'vote',
    ...defined({ folder }),
    ...{ manifest, host: driver.host, model, notices, policy, earlier, left, load },
    async draw(listeners = {}) {
      await load(listeners)
      const { drawVote } = await (drawing ?? import('./draw-vote.ts'))
      return drawVote(work, listeners)
    },
    close: () => store.close(),
  }
}

/** Loads the model for the requests of a run. */
export async function loadFor(
  request: DrawRequest,
  { executor, store, world }: Pick<RunWork, 'executor' | 'store' | 'world'>,
  { onBusy }: LoadListeners,
): Promise<void> {
  await executor.load(request, {
    limitMs: store.manifest.loadMs,
    clock: world.clock,
    random: jitter,
    ...defined({ signal: world.signal, onBusy }),
  })
}

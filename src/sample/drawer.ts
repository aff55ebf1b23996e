import type { ModelCard } from '../config/model-card-schema.ts'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { seedAfter } from '../ground/seed.ts'
import { guardsFor } from '../guard/guards.ts'
import type { Limits } from '../guard/schema.ts'
import type { DrawRequest, Driver } from '../runtime/driver.ts'
import { knownTags } from '../stream/split-thinking.ts'
import type { Draw } from './draw.ts'
import { drawOrForce, type ForcedDraw, findForceWay, isStuck } from './force.ts'
import { ModelWatch } from './model-watch.ts'
import type { PreparedModel } from './prepare.ts'
import { PromptProbe } from './prompt-probe.ts'
import type { SampleEnd } from './sample.ts'
import { drawTask, type SamplerPlan, type SampleTask, type SampleWatch } from './sampler.ts'
import { thinkTagsOf } from './think-tags.ts'

/** What happens to a sample that trips, or is cut before it answers. */
export type OnTrip = 'force' | 'retry' | 'drop'

/** How the samples of a run are drawn. */
export interface DrawerPlan {
  /** A request of the run but for its seed. */
  readonly request: DrawRequest
  readonly limits: Limits
  readonly onTrip: OnTrip
  /** How often one sample may be asked for where nothing came of it, and under `retry` drawn, in all; absent: the defaults. */
  readonly maxAttempts?: number
  /** How often one request is sent where nothing came of it; absent: as `maxAttempts` says. */
  readonly maxRequests?: number
  readonly model: Pick<PreparedModel, 'card' | 'details' | 'digest'>
  readonly clock: Clock
  /** From 0 to 1, for the jitter between requests. */
  readonly random: () => number
  readonly signal?: AbortSignal
  /** Watches the model for a run with several drawers; absent: this drawer has one of its own. */
  readonly watch?: ModelWatch
  /** Asks how prompts are rendered for a run with several drawers; absent: this drawer asks for itself. */
  readonly probe?: PromptProbe
  /** Told what the user should know of the model while it is drawn from, once each. */
  readonly onNotice?: (text: string) => void
}

/** Draws samples as the plan says. */
export interface Drawer {
  draw(
    task: Omit<SampleTask, 'request'>,
    signal: AbortSignal,
    watch?: SampleWatch & { readonly onForce?: (draw: Draw) => void },
  ): Promise<ForcedDraw>
  /** How often a sample that tripped is to be drawn again, under another seed. */
  readonly retries: number
  /** Set where forcing was asked for and cannot be had: what is done instead. */
  readonly notice?: string
}

/** How often one sample is asked for where nothing came of it, unless `--max-attempts` says otherwise. */
const defaultRequests = 5
/** How often one sample is drawn in all under `retry`, unless `--max-attempts` says otherwise. */
const defaultDraws = 2
/** Output limit of a forced answer, in tokens: what the thinking limit leaves free for it. */
const forcedAnswerTokens = 1_024

/** How often a sample that trips is drawn again, as far as the plan tells without asking the runtime. */
export function retriesOf(onTrip: OnTrip, maxAttempts: number | undefined): number {
  return onTrip === 'retry' ? (maxAttempts ?? defaultDraws) - 1 : 0
}

/** Makes the drawer of a run. Where answers are to be forced out, the runtime is asked, once, which way it honours. */
export async function openDrawer(driver: Driver, plan: DrawerPlan): Promise<Drawer> {
  const { request, model, clock, onNotice } = plan
  const { digest } = model
  const optional = defined({ onNotice })
  const watch =
    plan.watch ??
    new ModelWatch(driver, {
      ...{ model: { name: request.model, digest }, clock, thinks: expectsThinking(plan) },
      ...optional,
    })
  const drawer = await unwatchedDrawer(driver, plan)
  return {
    ...drawer,
    async draw(task, stop, onlookers = {}) {
      if (watch.changed !== undefined) return { draw: drawOfNothing(watch.changed), forced: false }
      await watch.begin(request)
      const { draw, forced } = await drawer.draw(task, stop, {
        ...onlookers,
        onPart(part, elapsedMs) {
          watch.part()
          onlookers.onPart?.(part, elapsedMs)
        },
      })
      const seen = await watch.look(draw, request)
      return { draw: seen, forced: forced && seen.end.type !== 'failed' }
    },
  }
}

/** One sample that belongs to no vote. */
type AloneTask = Omit<SampleTask, 'request'>

/**
 * Draws one sample by itself; where it trips, or is cut before it answers, again under other seeds as often as the drawer says.
 *
 * @returns The last draw, and the task that it was drawn for.
 */
export async function drawAlone(
  drawer: Pick<Drawer, 'draw' | 'retries'>,
  first: AloneTask,
  signal: AbortSignal,
  { onAgain, ...watch }: Parameters<Drawer['draw']>[2] & { readonly onAgain?: (draw: Draw) => void } = {},
): Promise<ForcedDraw & { readonly task: AloneTask }> {
  let task = first
  let drawn = await drawer.draw(task, signal, watch)
  while (task.attempt <= drawer.retries && !drawn.forced && isStuck(drawn.draw)) {
    onAgain?.(drawn.draw)
    task = { ...task, seed: seedAfter(first.seed, task.attempt), attempt: task.attempt + 1 }
    drawn = await drawer.draw(task, signal, watch)
  }
  return { ...drawn, task }
}

/** Whether a model is expected to think: it is told to, or it does by its card where it cannot be told. */
export function expectsThinking({
  request,
  model,
}: Pick<DrawerPlan, 'model'> & { readonly request: Pick<DrawRequest, 'think'> }): boolean {
  return request.think === undefined ? model.card.thinkByDefault : request.think !== false
}

/** A draw for which no request was sent. */
export function drawOfNothing(end: SampleEnd): Draw {
  return { thinking: '', text: '', end, usage: {}, counted: { thinking: 0, answer: 0 }, elapsedMs: 0 }
}

/** The request with the tags of the model's card, where they are not among those that are always looked for. */
function withTags(request: DrawRequest, { thinkTags }: ModelCard): DrawRequest {
  const isKnown = knownTags.some(({ open, close }) => open === thinkTags.open && close === thinkTags.close)
  return isKnown ? request : { ...request, thinkTags: [thinkTags] }
}

async function unwatchedDrawer(driver: Driver, plan: DrawerPlan): Promise<Drawer> {
  const { limits, onTrip, maxAttempts, model, clock, random, signal } = plan
  const tagged = withTags(plan.request, model.card)
  const probe = plan.probe ?? new PromptProbe(driver, model)
  const request: DrawRequest = (await probe.beginsInThinking(tagged, signal))
    ? { ...tagged, startsIn: 'thinking' }
    : tagged
  const sampler: SamplerPlan = {
    open: (each, leave) => driver.draw(each, leave),
    guards: () => guardsFor(limits),
    clock,
    random,
    maxRequests: plan.maxRequests ?? maxAttempts ?? defaultRequests,
    // What a sample may wait for its first part, it may wait in all.
    ...defined({ retryWithinMs: limits.firstPartMs }),
  }
  const plain: Drawer = {
    retries: 0,
    async draw(task, stop, watch) {
      return { draw: await drawTask({ ...task, request }, sampler, stop, watch), forced: false }
    },
  }
  if (onTrip === 'drop') return plain
  if (onTrip === 'retry') return { ...plain, retries: retriesOf(onTrip, maxAttempts) }
  const way = await findForceWay(probe, request, { ...model, ...defined({ signal }) })
  if (way.type === 'none') {
    return {
      ...plain,
      retries: retriesOf('retry', maxAttempts),
      notice: `The model cannot be made to answer from its thinking (${way.why}): a sample that trips is drawn again instead.`,
    }
  }
  const most = Number(request.options['num_predict'])
  const answerTokens = Math.max(1, Math.min(forcedAnswerTokens, Math.ceil(most / 2)))
  const { firstPartMs, idleMs, totalMs, loop } = limits
  const force = {
    way,
    opening: model.card.answer.opening,
    tags: thinkTagsOf(model),
    answerTokens,
    guards: () => guardsFor({ firstPartMs, idleMs, totalMs, loop, allTokens: answerTokens }),
  }
  return {
    retries: 0,
    draw: (task, stop, watch) => drawOrForce({ ...task, request }, sampler, force, stop, watch),
  }
}

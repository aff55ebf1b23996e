import { randomInt } from 'node:crypto'
import type { AnswerContext } from '../answer/answer.ts'
import { answerGrouper } from '../answer/answer-grouper.ts'
import { extractAnswer } from '../answer/extract/extract.ts'
import { listModelCards } from '../config/model-card.ts'
import { loadPreset } from '../config/preset.ts'
import type { Preset } from '../config/preset-schema.ts'
import { loadProfile } from '../config/profile.ts'
import type { Profile } from '../config/profile-schema.ts'
import { type Clock, systemClock } from '../ground/clock.ts'
import { UsageError } from '../ground/errors.ts'
import type { Driver, RuntimeOptions, Think } from '../runtime/driver.ts'
import { createOllamaDriver } from '../runtime/ollama.ts'
import { drawAlone, type OnTrip, openDrawer } from '../sample/drawer.ts'
import { type PlanInput, planSamples, type SamplePlan } from '../sample/plan.ts'
import { loadModel, type PreparedModel, prepareModel } from '../sample/prepare.ts'
import { recordOf } from '../sample/record.ts'
import type { Sample } from '../sample/sample.ts'
import type { Part } from '../stream/part.ts'
import { answerOf } from '../vote/answer-of.ts'
import { refuseIdentical } from '../vote/identical.ts'
import { type PolicyWish, votingPolicy } from '../vote/policy.ts'
import { runVote, type VoteCount, type VoteOutcome } from '../vote/run-vote.ts'

/** Which runtime to open, and which model on it. */
export interface RuntimeWish {
  /** Address, as `OLLAMA_HOST` is written; `http://127.0.0.1:11434` where absent. The environment is not looked at. */
  readonly host?: string
  /** As installed, or as a model card knows it; absent: the first installed of the Magistral cards. */
  readonly model?: string
  /** Allow a model that the runtime would ask another host for. */
  readonly allowRemote?: boolean
  /** Folders that hold `presets/`, `profiles/` or `models/` of your own. */
  readonly folders?: readonly string[]
  readonly clock?: Clock
  readonly signal?: AbortSignal
}

/** How one prompt is put to the model; what is left out comes from preset, profile and model card. */
export interface Asking {
  /** Name, path or value; `balanced` for one sample, `majority` for a vote. */
  readonly preset?: string | Preset
  /** Name, path or value; `default` where absent. */
  readonly profile?: string | Profile
  /** Options of the request in the runtime's key names, over those of preset and profile. */
  readonly options?: RuntimeOptions
  /** Over the limits of the profile, times in milliseconds. */
  readonly limits?: Partial<PlanInput['limits']>
  readonly think?: Think
  /** Most tokens of a sample, and most of thinking. */
  readonly maxTokens?: number
  readonly maxThinkingTokens?: number
  /** Replaces the model's own system text. */
  readonly system?: string
  /** Base64, for a model that sees. */
  readonly images?: readonly string[]
  /** What answer is asked for. Absent: none for one sample, any kind for a vote. */
  readonly answer?: AnswerContext
  /** What follows a limit or a loop; `force` for one sample, `drop` for a vote. */
  readonly onTrip?: OnTrip
  /** How often a sample may be asked for, or drawn under `retry`. */
  readonly maxAttempts?: number
  /** Seed of the first sample, 0 … 2^31 - 1; sample i has seed + i. Absent: random, and told by the sample. */
  readonly seed?: number
  /** Cancels: what is in flight is closed down to the socket. Before the first sample its reason is thrown. */
  readonly signal?: AbortSignal
  /** Sees every part of every sample as it comes. Must be quick. */
  readonly onPart?: (part: Part, index: number) => void
  /** Told what the user should know: a clamped window, another model under the name. */
  readonly onNotice?: (text: string) => void
}

/** How a vote is held; of its policy, what is left out is as for `magi vote`. */
export interface Voting extends Asking, PolicyWish {
  /** Samples drawn at once; those of the profile where absent. */
  readonly slots?: number
  /** Allow a vote at temperature 0. */
  readonly allowIdentical?: boolean
  /** Puts a sample on the disk, as `append` of an open run does; it is counted only when this resolves. */
  readonly record?: (sample: Sample) => Promise<void>
  /** Samples of the same vote that are on the disk already. */
  readonly earlier?: readonly Sample[]
  /** Told after each count. Must be quick. */
  readonly onCount?: (count: VoteCount, sample: Sample) => void
}

/** A runtime that answered, with a model on it. Holds no connection open. */
export interface Runtime {
  /** The address without credentials. */
  readonly host: string
  readonly driver: Driver
  readonly model: PreparedModel
  /** What would be sent for a prompt, without sending it. */
  plan(prompt: string, asking?: Asking): Promise<SamplePlan>
  /**
   * Draws one guarded sample. What becomes of it, a limit or a broken connection included, is its ending: nothing is thrown for it.
   *
   * @throws MagiError for what stops it before: a wrong preset, a model that does not load.
   */
  ask(prompt: string, asking?: Asking): Promise<Sample>
  /**
   * Draws samples until the rule has had enough, and counts their answers. Where the signal aborts, or samples fail the same way one
   * after another, the outcome holds what there is, and `break` says why.
   *
   * @throws MagiError for what stops it before its first sample, and what `record` throws.
   */
  vote(prompt: string, voting?: Voting): Promise<VoteOutcome>
}

/**
 * Opens a runtime: asks it for its version and models, and finds the model and what is known of it.
 *
 * @throws UnreachableError where none answers; ModelNotFoundError with what is installed and what to do; UsageError for an address
 *   that is none.
 */
export async function openRuntime(wish: RuntimeWish = {}): Promise<Runtime> {
  const { host = '', model: asked, allowRemote, folders = [], clock = systemClock, signal } = wish
  const driver = createOllamaDriver(host)
  const model = await prepareModel(driver, {
    cards: (await listModelCards({ folders })).map(({ value }) => value),
    ...(asked === undefined ? {} : { asked }),
    ...(allowRemote === undefined ? {} : { allowRemote }),
    ...(signal === undefined ? {} : { signal }),
  })

  const planWith = async (prompt: string, asking: Asking, presetName: string, instruct: boolean) => {
    const { preset: named = presetName, profile: machine = 'default' } = asking
    const preset = typeof named === 'string' ? (await loadPreset(named, { folders })).value : named
    const profile = typeof machine === 'string' ? (await loadProfile(machine, { folders })).value : machine
    const plan = planSamples(planInput(model, prompt, asking, preset, profile, instruct))
    return { plan, profile }
  }
  /** Loads the model, and opens the drawer of one prompt. */
  const open = async (plan: SamplePlan, profile: Profile, asking: Asking, onTrip: OnTrip) => {
    const { onNotice, maxAttempts, signal: stop } = asking
    const optional = {
      ...(stop === undefined ? {} : { signal: stop }),
      ...(onNotice === undefined ? {} : { onNotice }),
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
    }
    for (const warning of plan.warnings) onNotice?.(warning)
    await loadModel(driver, plan.request, {
      ...{ limitMs: profile.limits.loadMs, clock, random },
      ...optional,
      onBusy: ({ message }) => onNotice?.(message),
    })
    const drawer = await openDrawer(driver, { ...plan, ...optional, onTrip, model, clock, random })
    if (drawer.notice !== undefined) onNotice?.(drawer.notice)
    return drawer
  }

  return {
    host: driver.host,
    driver,
    model,
    plan: async (prompt, asking = {}) => (await planWith(prompt, asking, 'balanced', false)).plan,
    async ask(prompt, asking = {}) {
      const { seed = randomInt(seedCount), answer, onPart, onTrip = 'force' } = asking
      const { plan, profile } = await planWith(prompt, asking, 'balanced', false)
      const drawer = await open(plan, profile, asking, onTrip)
      const first = { problem: 'p1', index: 0, seed, attempt: 1 }
      const stop = asking.signal ?? new AbortController().signal
      const { task, draw, forced } = await drawAlone(drawer, first, stop, {
        onPart: (part) => onPart?.(part, 0),
      })
      return recordOf(task, draw, answerOf(draw, answer, extractAnswer, forced), forced)
    },
    async vote(prompt, voting = {}) {
      const { slots, answer: wanted, onPart, onCount } = voting
      const answer = { kind: 'auto' as const, ...wanted, marker: model.card.answer.marker }
      const instruct = answer.kind !== 'text' && answer.kind !== 'json'
      if (slots !== undefined) requireWhole({ slots })
      const policy = votingPolicy('vote', voting)
      const { plan, profile } = await planWith(prompt, voting, 'majority', instruct)
      refuseIdentical(plan.request.options['temperature'], voting.allowIdentical === true)
      const drawer = await open(plan, profile, voting, voting.onTrip ?? 'drop')
      return runVote(
        {
          problem: 'p1',
          policy,
          seedBase: voting.seed ?? randomInt(seedCount),
          slots: slots ?? profile.slots,
          retries: drawer.retries,
          answer,
        },
        {
          draw: (task, _slot, signal) =>
            drawer.draw({ ...task, problem: 'p1' }, signal, { onPart: (part) => onPart?.(part, task.index) }),
          extract: extractAnswer,
          group: answerGrouper(answer),
          record: voting.record ?? (async () => {}),
          clock,
          ...(voting.signal === undefined ? {} : { signal: voting.signal }),
          ...(voting.earlier === undefined ? {} : { earlier: voting.earlier }),
          ...(onCount === undefined ? {} : { onCount }),
        },
      )
    },
  }
}

const seedCount = 2 ** 31

/** From 0 to 1, for the jitter between requests. */
const random = () => randomInt(seedCount) / seedCount

function planInput(
  model: PreparedModel,
  prompt: string,
  { options, limits, system, images, think, maxTokens, maxThinkingTokens }: Asking,
  preset: Preset,
  profile: Profile,
  instruct: boolean,
): PlanInput {
  const { firstPartMs, idleMs, totalMs, loop } = profile.limits
  const optional = {
    system,
    images,
    note: preset.note,
    think: think ?? preset.think,
    maxTokens: maxTokens ?? profile.limits.maxTokens,
    maxThinkingTokens: maxThinkingTokens ?? preset.maxThinkingTokens ?? profile.limits.maxThinkingTokens,
  }
  return {
    model,
    prompt,
    instruct,
    options: { ...profile.options, ...preset.options, ...options } as PlanInput['options'],
    keepAlive: profile.keep_alive,
    limits: { firstPartMs, idleMs, totalMs, ...(loop === undefined ? {} : { loop }), ...limits },
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as object),
  }
}

/** @throws UsageError for a number of samples that is none. */
function requireWhole(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isSafeInteger(value) && value >= 1) continue
    throw new UsageError(`${name} is ${value}.`, { fix: 'Give it a whole number from 1 on.' })
  }
}

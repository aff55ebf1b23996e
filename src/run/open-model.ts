import { listModelCards } from '../config/model-card.ts'
import { defined } from '../ground/defined.ts'
import type { Driver } from '../runtime/driver.ts'
import { createOllamaDriver } from '../runtime/ollama.ts'
import { type PlanInput, planSamples, type SamplePlan } from '../sample/plan.ts'
import { type PreparedModel, prepareModel } from '../sample/prepare.ts'
import type { RunSettings } from './settings.ts'

/** A runtime that answered, and the model on it. */
export interface OpenModel {
  readonly driver: Driver
  readonly model: PreparedModel
}

/** Which model to open, and where. */
export interface ModelAddress {
  /** Address of the runtime, as `OLLAMA_HOST` is written. */
  readonly host: string
  /** As installed, or as a model card calls it; absent: the first installed of the Magistral cards. */
  readonly model?: string | undefined
  /** Allow a model that the runtime would ask another host for. */
  readonly allowRemote?: boolean | undefined
  /** Folders that hold `models/` of the user's own. */
  readonly folders?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
  /** Told the address, without credentials, before anything is sent there. */
  readonly onHost?: ((host: string) => void) | undefined
}

/**
 * Asks the runtime for its version and models, and finds the model and what its card says.
 *
 * @throws UnreachableError where no runtime answers; ModelNotFoundError with what is installed and what to do; UsageError for an
 *   address that cannot be used.
 */
export async function openModel({
  host,
  model: name,
  allowRemote,
  folders = [],
  signal,
  onHost,
}: ModelAddress): Promise<OpenModel> {
  const driver = createOllamaDriver(host)
  onHost?.(driver.host)
  const model = await prepareModel(driver, {
    cards: (await listModelCards({ folders })).map(({ value }) => value),
    ...(name === undefined ? {} : { asked: name }),
    ...defined({ allowRemote, signal }),
  })
  return { driver, model }
}

/** The prompt of a request, and what goes with it. */
export type PromptInput = Pick<PlanInput, 'history' | 'prompt' | 'images' | 'instruct' | 'format'> & {
  /** Whether many samples are drawn, between which the model is to stay loaded; where nothing says how long, as long as a sample may take. */
  readonly isRun?: boolean
}

/** Plans the requests for a prompt, as the settings say. */
export function plannedRequest(
  settings: RunSettings,
  model: PreparedModel,
  { isRun = false, ...prompt }: PromptInput,
): SamplePlan {
  const options = Object.fromEntries(
    Object.entries(settings.options).map(([name, { value }]) => [name, value]),
  )
  const whileDrawn = isRun ? `${Math.ceil(settings.get('timeout') / 1_000)}s` : undefined
  const optional = {
    keepAlive: settings.maybe('keepAlive') ?? whileDrawn,
    maxTokens: settings.maybe('maxTokens'),
    maxThinkingTokens: settings.maybe('maxThinkingTokens'),
    think: settings.maybe('think'),
    system: settings.maybe('system'),
    note: settings.preset.note,
  }
  return planSamples({
    model,
    options: options as PlanInput['options'],
    limits: {
      firstPartMs: settings.get('firstPartTimeout'),
      idleMs: settings.get('idleTimeout'),
      totalMs: settings.get('timeout'),
      ...loopLimit(settings),
    },
    ...prompt,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as object),
  })
}

/** The loop guard as the profile sets it, unless it is switched on or off. */
export function loopLimit(settings: RunSettings): Pick<PlanInput['limits'], 'loop'> {
  if (!settings.get('loopGuard')) return { loop: false }
  const { loop } = settings.profile.limits
  return loop === undefined || loop === false ? {} : { loop }
}

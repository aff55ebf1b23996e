import { listModelCards } from '../config/model-card.ts'
import { type Clock, systemClock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { oneHost } from '../hosts/executor.ts'
import { createOllamaDriver } from '../runtime/ollama.ts'
import { type PlanInput, planSamples, type SamplePlan } from '../sample/plan.ts'
import { type PreparedModel, prepareModel } from '../sample/prepare.ts'
import type { HostsWish } from './hosts-wish.ts'
import type { OpenModel } from './opened-model.ts'
import type { RunSettings } from './settings.ts'

/** Which model to open, and where. */
export interface ModelAddress {
  readonly where: HostsWish
  /** As installed, or as a model card calls it; absent: the first installed of the Magistral cards. */
  readonly model?: string | undefined
  /** Allow a model that the runtime would ask another host for. */
  readonly allowRemote?: boolean | undefined
  /** Folders that hold `models/` of the user's own. */
  readonly folders?: readonly string[] | undefined
  /** For what several hosts wait for; the system's where absent. */
  readonly clock?: Clock | undefined
  readonly signal?: AbortSignal | undefined
  /** Told each address, without credentials, before anything is sent there. */
  readonly onHost?: ((host: string) => void) | undefined
}

/**
 * Asks the runtime for its version and models, and finds the model and what its card says.
 *
 * @throws UnreachableError where no runtime answers; ModelNotFoundError with what is installed and what to do; UsageError for an
 *   address that cannot be used, and for hosts that differ.
 */
export async function openModel({
  where,
  model: name,
  allowRemote,
  folders = [],
  clock = systemClock,
  signal,
  onHost,
}: ModelAddress): Promise<OpenModel> {
  const cards = async () => (await listModelCards({ folders })).map(({ value }) => value)
  const [target, ...others] = where.targets
  if (target === undefined) throw new Error('No host is named.')
  if (others.length > 0) {
    const { openHosts } = await import('./open-hosts.ts')
    return openHosts(where, { model: name, cards: await cards(), allowRemote, clock, signal, onHost })
  }
  const driver = createOllamaDriver(target.address, { access: where.access })
  onHost?.(driver.host)
  const model = await prepareModel(driver, {
    cards: await cards(),
    ...defined({ asked: target.model ?? name, allowRemote, signal }),
  })
  return { driver, model, executor: oneHost(driver, model, target.slots) }
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

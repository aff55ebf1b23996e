import { cardFor } from '../config/model-card.ts'
import type { ModelCard } from '../config/model-card-schema.ts'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { BusyError, RuntimeError } from '../ground/errors.ts'
import type { DrawRequest, Driver, InstalledModel, ModelDetails } from '../runtime/driver.ts'
import { isLoopback } from '../runtime/host.ts'
import { backOffMs, pause } from './back-off.ts'
import { remoteModel, requireModel, resolveModel } from './resolve-model.ts'

/** A model that is installed, with all that is known of it. */
export interface PreparedModel {
  /** The name as installed. */
  readonly name: string
  readonly digest: string
  readonly card: ModelCard
  readonly details: ModelDetails
  readonly runtimeVersion: string
  /** What the user should know of the choice, where no model was asked for and another one than a Magistral was taken. */
  readonly notice?: string
}

/** Which model to look for. */
export interface ModelWish {
  /** Absent: the first installed of the Magistral cards. */
  readonly asked?: string
  readonly cards: readonly ModelCard[]
  readonly allowRemote?: boolean
  readonly signal?: AbortSignal
}

/**
 * Finds the model on the runtime, and what is known of it.
 *
 * @throws UnreachableError where no runtime answers; ModelNotFoundError with what to do; UsageError for a model that the runtime
 *   would ask another host for.
 */
export async function prepareModel(
  driver: Driver,
  { asked, cards, allowRemote, signal }: ModelWish,
): Promise<PreparedModel> {
  const [runtimeVersion, installed] = await Promise.all([driver.version(signal), driver.models(signal)])
  const question = { installed, cards, ...defined({ asked, allowRemote }) }
  const onlyThinking =
    resolveModel(question).type === 'missing' ? await thinkingModels(driver, installed, signal) : []
  const [only] = onlyThinking
  const isChosen = asked === undefined && onlyThinking.length === 1 && isLoopback(driver.host)
  const found = requireModel(
    isChosen ? { ...question, asked: only ?? '' } : { ...question, wouldDo: onlyThinking },
  )
  const details = await driver.details(found.name, signal)
  // Not every version's list tells.
  if (details.remoteHost !== undefined && allowRemote !== true)
    throw remoteModel({ name: found.name, host: details.remoteHost })
  return {
    name: found.name,
    digest: found.digest,
    card: cardFor(found.name, cards, details),
    details,
    runtimeVersion,
    ...(isChosen
      ? {
          notice: `No Magistral is installed: ${found.name} is used, the only installed model that thinks (--model names one).`,
        }
      : {}),
  }
}

/** The installed models of this runtime that list the capability to think. Older versions tell it only model by model. */
async function thinkingModels(
  driver: Driver,
  installed: readonly InstalledModel[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const local = installed.filter(({ remoteHost }) => remoteHost === undefined)
  const capabilities = await Promise.all(
    local.map(
      async ({ name, capabilities }) =>
        capabilities ?? (await driver.details(name, signal).catch(() => undefined))?.capabilities ?? [],
    ),
  )
  return local.flatMap(({ name }, place) => (capabilities[place]?.includes('thinking') ? [name] : []))
}

/** How a model is loaded. */
export interface LoadPlan {
  /** Longest wait for the model to be loaded, in milliseconds, the waits for a full queue included. */
  readonly limitMs: number
  readonly clock: Clock
  /** From 0 to 1, for the jitter between requests; absent: where the runtime's queue is full, the request is not sent again. */
  readonly random?: () => number
  readonly signal?: AbortSignal
  /** Told when the runtime's queue is full, and the request will be sent again. */
  readonly onBusy?: (error: BusyError, waitMs: number) => void
}

/**
 * Loads the model with the options of the run, before the first sample: a load is slow, and leaving the request that loads
 * aborts the load, so it has its own, long limit. Where the runtime's queue is full, the request may be sent again within that limit.
 *
 * @throws RuntimeError if it does not load, or not within `limitMs`; BusyError if the queue stays full.
 */
export async function loadModel(
  driver: Driver,
  request: DrawRequest,
  { limitMs, clock, random, signal, onBusy }: LoadPlan,
): Promise<void> {
  const limit = new AbortController()
  const either = signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal])
  const cancelTimer = clock.setTimer(() => limit.abort('limit'), limitMs)
  const untilLoaded = async () => {
    for (let sent = 1; ; sent += 1) {
      try {
        return await driver.load(request, either)
      } catch (thrown) {
        if (!(thrown instanceof BusyError) || random === undefined) throw thrown
        const waitMs = Math.max(backOffMs(sent, random()), thrown.retryAfterMs ?? 0)
        onBusy?.(thrown, waitMs)
        if (!(await pause(waitMs, clock, either))) throw limit.signal.aborted ? thrown : signal?.reason
      }
    }
  }
  try {
    await untilLoaded()
  } catch (thrown) {
    if (thrown instanceof BusyError) throw thrown
    if (!limit.signal.aborted) throw thrown
    throw new RuntimeError(`${request.model} was not loaded within ${Math.round(limitMs / 1_000)} s.`, {
      fix: 'Look at the runtime (ollama ps, its log), or allow more time in the profile ("limits": {"load": "30m"}).',
      cause: thrown,
    })
  } finally {
    cancelTimer()
  }
}

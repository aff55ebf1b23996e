import type { Clock } from '../clock.ts'
import { RuntimeError } from '../errors.ts'
import { cardFor } from '../model-card.ts'
import type { ModelCard } from '../model-card-schema.ts'
import { remoteModel, requireModel } from '../resolve-model.ts'
import type { DrawRequest, Driver, ModelDetails } from '../runtime/driver.ts'

/** A model that is installed, with all that is known of it. */
export interface PreparedModel {
  /** The name as installed. */
  readonly name: string
  readonly digest: string
  readonly card: ModelCard
  readonly details: ModelDetails
  readonly runtimeVersion: string
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
  const found = requireModel({
    installed,
    cards,
    ...(asked === undefined ? {} : { asked }),
    ...(allowRemote === undefined ? {} : { allowRemote }),
  })
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
  }
}

/**
 * Loads the model with the options of the run, before the first sample: a load is slow, and leaving the request that loads
 * aborts the load, so it has its own, long limit.
 *
 * @throws RuntimeError if it does not load, or not within `limitMs`.
 */
export async function loadModel(
  driver: Driver,
  request: DrawRequest,
  { limitMs, clock, signal }: { limitMs: number; clock: Clock; signal?: AbortSignal },
): Promise<void> {
  const limit = new AbortController()
  const cancelTimer = clock.setTimer(() => limit.abort('limit'), limitMs)
  try {
    await driver.load(request, signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]))
  } catch (thrown) {
    if (!limit.signal.aborted) throw thrown
    throw new RuntimeError(`${request.model} was not loaded within ${Math.round(limitMs / 1_000)} s.`, {
      fix: 'Look at the runtime (ollama ps, its log), or allow more time in the profile ("limits": {"load": "30m"}).',
      cause: thrown,
    })
  } finally {
    cancelTimer()
  }
}

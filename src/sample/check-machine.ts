import type { ModelCard } from '../config/model-card-schema.ts'
import type { Clock } from '../ground/clock.ts'
import { exitCodes, MagiError, messageOf } from '../ground/errors.ts'
import { tokensText } from '../guard/amount-text.ts'
import type { DrawRequest, Driver } from '../runtime/driver.ts'
import { type Check, checkDetails, checkVersion } from './check-model.ts'
import { type Draw, drawSample } from './draw.ts'
import { endingDetail } from './ending-text.ts'
import { windowOf } from './limits.ts'
import { entryOf } from './loaded-model.ts'
import { loadModel, type PreparedModel, prepareModel } from './prepare.ts'

/** What is checked. */
export interface MachinePlan {
  readonly asked?: string
  readonly cards: readonly ModelCard[]
  readonly allowRemote: boolean
  readonly slots: number
  readonly loadMs: number
  /** Plans a request of the run's own options, for a short prompt. */
  readonly request: (
    model: PreparedModel,
    prompt: string,
  ) => { readonly request: DrawRequest; readonly warnings: readonly string[] }
  readonly windowAsked: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

const gibibyte = 2 ** 30

/**
 * Checks whether a vote would run on this machine, one finding at a time; it stops at the first that makes the rest pointless.
 */
export async function* checkMachine(
  driver: Driver,
  plan: MachinePlan,
): AsyncGenerator<Check, void, undefined> {
  let model: PreparedModel
  try {
    const version = await driver.version(plan.signal)
    yield checkVersion(driver.host, version)
    model = await prepareModel(driver, plan)
  } catch (thrown) {
    if (plan.signal.aborted) return
    yield failed(
      thrown instanceof MagiError && thrown.exitCode === exitCodes.unreachable ? 'host' : 'model',
      thrown,
    )
    return
  }
  yield {
    name: 'model',
    status: 'ok',
    text: `${model.name} (${model.digest.slice(0, 12)}), ${model.card.title}`,
  }
  yield* checkDetails(model, plan.windowAsked)

  const { request } = plan.request(model, 'Say yes.')
  try {
    const startMs = plan.clock.nowMs()
    await loadModel(driver, request, { limitMs: plan.loadMs, clock: plan.clock, signal: plan.signal })
    yield {
      name: 'load',
      status: 'ok',
      text: `loaded in ${((plan.clock.nowMs() - startMs) / 1_000).toFixed(1)} s`,
    }
  } catch (thrown) {
    if (!plan.signal.aborted) yield failed('load', thrown)
    return
  }
  yield* checkMemory(driver, model, plan)
  const answered = await checkRequest(driver, request, plan)
  if (plan.signal.aborted) return
  yield answered
  if (answered.status === 'fail') return
  const slots = await checkSlots(driver, plan.request(model, 'Count from 1 to 20.').request, plan)
  if (!plan.signal.aborted) yield slots
}

async function* checkMemory(
  driver: Driver,
  { name, details }: PreparedModel,
  plan: MachinePlan,
): AsyncGenerator<Check> {
  const { cacheBytesPerToken, trainedContext } = details
  if (cacheBytesPerToken !== undefined) {
    const { tokens } = windowOf(plan.windowAsked, trainedContext)
    const bytes = cacheBytesPerToken * tokens * plan.slots
    yield {
      name: 'cache',
      status: 'ok',
      text: `${tokens} tokens × ${plan.slots === 1 ? '1 slot needs' : `${plan.slots} slots need`} about ${(bytes / gibibyte).toFixed(1)} GiB beside the model (16-bit cache; OLLAMA_KV_CACHE_TYPE=q8_0 halves it)`,
    }
  }
  const loaded = entryOf(await driver.loaded(plan.signal).catch(() => []), name)
  const asked = Math.min(plan.windowAsked, details.trainedContext ?? plan.windowAsked)
  if (loaded?.context !== undefined && loaded.context < asked) {
    yield {
      name: 'window',
      status: 'warn',
      text: `loaded with ${loaded.context} tokens, ${asked} asked: long samples are cut off there`,
      fix: `Ask for no more (-o num_ctx=${loaded.context}), or look at the log of the runtime.`,
    }
  }
  if (loaded?.sizeBytes === undefined) return
  const { gpuBytes } = loaded
  if (gpuBytes === undefined) {
    const text = `${(loaded.sizeBytes / gibibyte).toFixed(1)} GiB loaded; the runtime does not tell how much of it is on a GPU`
    yield { name: 'memory', status: 'ok', text }
    return
  }
  const share = Math.round((gpuBytes / loaded.sizeBytes) * 100)
  const size = `${(loaded.sizeBytes / gibibyte).toFixed(1)} GiB loaded, ${share} % of it on the GPU`
  if (gpuBytes === 0) {
    yield {
      name: 'memory',
      status: 'warn',
      text: `${size}: the CPU does all of it`,
      fix: 'Expect minutes for a short sample, and use --profile cpu, whose limits allow for that. A smaller model is faster; a smaller window is not. Where there is a GPU, look at the log of the runtime for why it is not used.',
    }
    return
  }
  yield gpuBytes >= loaded.sizeBytes
    ? { name: 'memory', status: 'ok', text: size }
    : {
        name: 'memory',
        status: 'warn',
        text: size,
        fix: 'The CPU does the rest, slowly. Use a smaller window (-o num_ctx=…), fewer OLLAMA_NUM_PARALLEL, or a smaller quantisation.',
      }
}

const tinyLimitMs = 120_000

async function tiny(
  driver: Driver,
  request: DrawRequest,
  maxTokens: number,
  plan: MachinePlan,
): Promise<Draw> {
  const limit = new AbortController()
  const cancelTimer = plan.clock.setTimer(
    () => limit.abort(`no end within ${tinyLimitMs / 1_000} s`),
    tinyLimitMs,
  )
  const small = { ...request, options: { ...request.options, num_predict: maxTokens, seed: 1 } }
  const signal = AbortSignal.any([limit.signal, plan.signal])
  try {
    return await drawSample((stop) => driver.draw(small, stop), [], plan.clock, { signal })
  } finally {
    cancelTimer()
  }
}

async function checkRequest(driver: Driver, request: DrawRequest, plan: MachinePlan): Promise<Check> {
  const { end, counted, firstPartMs = 0, lastPartMs = 0 } = await tiny(driver, request, 16, plan)
  const tokens = counted.thinking + counted.answer
  if (end.type !== 'finished') {
    return {
      name: 'request',
      status: 'fail',
      text: endingDetail(end),
      fix: 'Look at the log of the runtime.',
      exitCode: exitCodes.failed,
    }
  }
  const seconds = (lastPartMs - firstPartMs) / 1_000
  const rate = seconds > 0 && tokens > 1 ? `, ${((tokens - 1) / seconds).toFixed(0)} tokens/s` : ''
  return {
    name: 'request',
    status: 'ok',
    text: `first token after ${(firstPartMs / 1_000).toFixed(2)} s${rate}`,
  }
}

/** Samples shorter than this, in tokens, may be over before another begins, also where they could run side by side. */
const enoughTokens = 3

/** Draws two samples at once: side by side, the second begins before the first has ended. */
async function checkSlots(driver: Driver, request: DrawRequest, plan: MachinePlan): Promise<Check> {
  const name = 'slots'
  if (plan.slots === 1) return { name, status: 'ok', text: '1: samples are drawn one after another' }
  const both = await Promise.all([tiny(driver, request, 48, plan), tiny(driver, request, 48, plan)])
  const lost = both.find(({ end }) => end.type !== 'finished')
  if (lost !== undefined) {
    const text = `of two samples at once one came to nothing: ${endingDetail(lost.end)}`
    return { name, status: 'warn', text, fix: 'Look at the log of the runtime, or use --slots 1.' }
  }
  const fewest = Math.min(...both.map(({ counted }) => counted.thinking + counted.answer))
  if (fewest < enoughTokens) {
    const text = `${plan.slots} asked; whether two samples run side by side cannot be told, since one ended after ${tokensText(fewest)}`
    return {
      name,
      status: 'warn',
      text,
      fix: `See that the runtime was started with OLLAMA_NUM_PARALLEL=${plan.slots}.`,
    }
  }
  const begins = Math.max(...both.map(({ firstPartMs = 0 }) => firstPartMs))
  const ends = Math.min(...both.map(({ elapsedMs }) => elapsedMs))
  return begins < ends
    ? { name, status: 'ok', text: `${plan.slots} asked; two samples ran side by side` }
    : {
        name,
        status: 'warn',
        text: `${plan.slots} asked, but two samples ran one after the other`,
        fix: `Start the runtime with OLLAMA_NUM_PARALLEL=${plan.slots}, or use --slots 1.`,
      }
}

function failed(name: string, thrown: unknown): Check {
  const known = thrown instanceof MagiError
  return {
    name,
    status: 'fail',
    text: messageOf(thrown),
    fix: known ? thrown.fix : 'Look at the log of the runtime.',
    exitCode: known ? thrown.exitCode : exitCodes.failed,
  }
}

import type { Clock } from '../ground/clock.ts'
import { RuntimeError } from '../ground/errors.ts'
import type { DrawRequest, Driver } from '../runtime/driver.ts'
import { type Draw, drawSample } from '../sample/draw.ts'
import { endingDetail } from '../sample/ending-text.ts'
import type { SlotRate } from './slot-curve.ts'

/** How a runtime is measured. */
export interface TunePlan {
  /** A request of the run's own options; its length and its seed are set here. */
  readonly request: DrawRequest
  /** Numbers of samples to draw at once, ascending, from 1 on. */
  readonly slotCounts: readonly number[]
  /** Tokens of each sample: 8 or more. */
  readonly tokens: number
  /** How often each number is measured: 1 or more. */
  readonly repeats: number
  /** Longest time for one batch of samples, in milliseconds. */
  readonly limitMs: number
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Told before each batch. */
  readonly onBatch?: (slots: number, repeat: number) => void
}

/** What a batch of samples that were asked for at once came to. */
interface Batch {
  readonly tokensPerSecond: number
  readonly sideBySide: number
  readonly firstPartsMs: readonly number[]
  readonly tokens: number
}

/**
 * Measures a warm runtime at more and more samples at once. Ends with the first number that it does not serve side by side: what
 * waits in its queue tells nothing of the machine.
 *
 * @throws RuntimeError where a sample fails or the limit passes; the reason of the signal where it aborts.
 */
export async function* measureSlots(
  driver: Pick<Driver, 'draw'>,
  plan: TunePlan,
): AsyncGenerator<SlotRate, void, undefined> {
  // The first request after a load also fills the cache of the prompt: it is drawn and forgotten.
  await drawBatch(driver, plan, 1, 0)
  let repeatSeed = 1
  for (const slots of plan.slotCounts) {
    const batches: Batch[] = []
    for (let repeat = 1; repeat <= plan.repeats; repeat += 1) {
      plan.onBatch?.(slots, repeat)
      batches.push(await drawBatch(driver, plan, slots, repeatSeed))
      repeatSeed += slots
    }
    const rates = batches.map(({ tokensPerSecond }) => tokensPerSecond).sort((a, b) => a - b)
    const sideBySide = Math.max(...batches.map((batch) => batch.sideBySide))
    yield {
      slots,
      sideBySide,
      tokensPerSecond: middle(rates),
      slowest: rates[0] ?? 0,
      fastest: rates.at(-1) ?? 0,
      firstPartMs: middle(batches.flatMap(({ firstPartsMs }) => firstPartsMs).sort((a, b) => a - b)),
      tokens: batches.reduce((sum, { tokens }) => sum + tokens, 0) / (slots * batches.length),
    }
    if (sideBySide < slots) return
  }
}

async function drawBatch(
  driver: Pick<Driver, 'draw'>,
  { request, tokens, limitMs, clock, signal }: TunePlan,
  slots: number,
  firstSeed: number,
): Promise<Batch> {
  const limit = new AbortController()
  const cancelTimer = clock.setTimer(() => limit.abort(`not finished within ${limitMs / 1_000} s`), limitMs)
  const stop = AbortSignal.any([limit.signal, signal])
  const draw = (place: number) => {
    const options = { ...request.options, num_predict: tokens, seed: firstSeed + place }
    return drawSample((end) => driver.draw({ ...request, options }, end), [], clock, { signal: stop })
  }
  try {
    const draws = await Promise.all(Array.from({ length: slots }, (_, place) => draw(place)))
    signal.throwIfAborted()
    return batchOf(draws)
  } finally {
    cancelTimer()
  }
}

function batchOf(draws: readonly Draw[]): Batch {
  const spans = draws.map(({ end, counted, usage, firstPartMs, lastPartMs }) => {
    if (end.type !== 'finished' || firstPartMs === undefined || lastPartMs === undefined) {
      throw new RuntimeError(`A sample of the measurement came to nothing: ${endingDetail(end)}.`, {
        fix: 'Look at the runtime (ollama ps, its log), or measure fewer at once: --max-slots.',
      })
    }
    return { firstPartMs, lastPartMs, tokens: usage.outputTokens ?? counted.thinking + counted.answer }
  })
  const tokens = spans.reduce((sum, span) => sum + span.tokens, 0)
  if (tokens <= spans.length) {
    throw new RuntimeError('A sample of the measurement ended after one token, which tells no rate.', {
      fix: 'Look at what the model answers: magi ask "Count upwards from one."',
    })
  }
  const began = Math.min(...spans.map(({ firstPartMs }) => firstPartMs))
  const ended = Math.max(...spans.map(({ lastPartMs }) => lastPartMs))
  // A first part takes no time of this span: its token came before it.
  const seconds = Math.max(ended - began, 1) / 1_000
  return {
    tokensPerSecond: (tokens - spans.length) / seconds,
    sideBySide: Math.max(...spans.map((span) => underWayAt(spans, span.firstPartMs))),
    firstPartsMs: spans.map(({ firstPartMs }) => firstPartMs),
    tokens,
  }
}

/** How many samples had begun and had not ended at a moment. */
function underWayAt(
  spans: readonly { readonly firstPartMs: number; readonly lastPartMs: number }[],
  atMs: number,
): number {
  return spans.filter(({ firstPartMs, lastPartMs }) => firstPartMs <= atMs && atMs <= lastPartMs).length
}

/** The middle of ascending numbers; of an even count the mean of the two in the middle. */
function middle(ascending: readonly number[]): number {
  const upper = Math.floor(ascending.length / 2)
  const high = ascending[upper] ?? 0
  return ascending.length % 2 === 1 ? high : ((ascending[upper - 1] ?? 0) + high) / 2
}

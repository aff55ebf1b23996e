import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import type { Guard } from '../guard/guard.ts'
import type { DrawRequest, PartSource } from '../runtime/driver.ts'
import type { FailureCode, Part } from '../stream/part.ts'
import { backOffMs, pause } from './back-off.ts'
import { type Draw, drawSample } from './draw.ts'
import { withWholeCounts } from './whole-counts.ts'

/** One sample to draw: where it belongs, and its seed. */
export interface SampleTask {
  readonly problem: string
  /** Place in the launch order of its problem, from 0. */
  readonly index: number
  readonly seed: number
  /** From 1; a sample drawn again has the next. */
  readonly attempt: number
  /** The request but for the seed. */
  readonly request: DrawRequest
}

/** A request that failed before anything came, and is sent again. */
export interface Retry {
  readonly code: FailureCode
  readonly message: string
  /** Which request of the sample failed, from 1. */
  readonly request: number
  readonly waitMs: number
}

/** How samples of one run are drawn. */
export interface SamplerPlan {
  /** Sends a request and yields its parts. */
  readonly open: (request: DrawRequest, signal: AbortSignal) => PartSource
  /** Guards made new for each sample. */
  readonly guards: () => Guard[]
  readonly clock: Clock
  /** How often one sample may be asked for: 1 sends each request once. */
  readonly maxRequests: number
  /** How long after the first request of a sample another may still be sent, in milliseconds; absent: any time. */
  readonly retryWithinMs?: number
  /** From 0 to 1, for the jitter between requests. */
  readonly random: () => number
}

/** What a screen may want to see of one sample. */
export interface SampleWatch {
  readonly onPart?: (part: Part, elapsedMs: number) => void
  readonly onRetry?: (retry: Retry) => void
}

/**
 * Draws one sample, sending the request again where that is safe and may help: only as long as nothing has come, and only for
 * failures that pass. After the first part a sample is never continued in silence: it ends as it ended.
 *
 * @returns The last request's draw; its times count from that request.
 */
export async function drawTask(
  task: SampleTask,
  plan: SamplerPlan,
  signal: AbortSignal,
  watch: SampleWatch = {},
): Promise<Draw> {
  const { clock, maxRequests, random, retryWithinMs = Number.POSITIVE_INFINITY } = plan
  const startMs = clock.nowMs()
  const request: DrawRequest = { ...task.request, options: { ...task.request.options, seed: task.seed } }
  for (let sent = 1; ; sent += 1) {
    const drawn = await drawSample((stop) => plan.open(request, stop), plan.guards(), clock, {
      signal,
      ...defined({ onPart: watch.onPart }),
    })
    const { unsent, ...draw } = withWholeCounts(drawn, request)
    const { end } = draw
    if (unsent && sent === 1) return { ...draw, unsent }
    if (end.type !== 'failed' || draw.retryable !== true || draw.firstPartMs !== undefined) return draw
    const waitMs = Math.max(backOffMs(sent, random()), draw.retryAfterMs ?? 0)
    if (sent >= maxRequests || clock.nowMs() - startMs + waitMs > retryWithinMs) return draw
    watch.onRetry?.({ code: end.code, message: end.message, request: sent, waitMs })
    if (!(await pause(waitMs, clock, signal)))
      return { ...draw, end: { type: 'cancelled', why: messageOf(signal.reason) } }
  }
}

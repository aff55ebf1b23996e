import type { Clock } from '../../src/ground/clock.ts'
import type { Part } from '../../src/stream/part.ts'

/** Parts at the times they come, without a socket. */
export interface ScriptedParts {
  readonly open: (signal: AbortSignal) => AsyncIterable<Part>
  /** Whether the draw left before the script was over. */
  readonly stopped: boolean
}

/** Plays parts on a clock; after the last it is silent, unless that is `end`. */
export function scriptedParts(
  clock: Clock,
  script: readonly { readonly atMs: number; readonly part: Part }[],
): ScriptedParts {
  const state = { stopped: false }
  async function* open(signal: AbortSignal): AsyncGenerator<Part> {
    const startMs = clock.nowMs()
    const gone = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    signal.addEventListener('abort', () => {
      state.stopped = true
    })
    for (const { atMs, part } of script) {
      const waitMs = startMs + atMs - clock.nowMs()
      if (waitMs > 0)
        await Promise.race([gone, new Promise<void>((resolve) => clock.setTimer(resolve, waitMs))])
      if (signal.aborted) return
      yield part
      if (part.type === 'end') return
    }
    await gone
  }
  return {
    open,
    get stopped() {
      return state.stopped
    },
  }
}

export const answer = (text: string): Part => ({ type: 'answer-delta', text, tokens: 1 })
export const thinking = (text: string): Part => ({ type: 'thinking-delta', text, tokens: 1 })
export const stop: Part = { type: 'end', end: { type: 'finished', reason: 'stop' }, usage: {} }

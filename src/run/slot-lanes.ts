import type { Clock } from '../ground/clock.ts'
import type { Manifest } from '../journal/manifest.ts'
import { formatSpan, oneLine } from '../report/format.ts'
import type { Lane, LaneLimits } from '../report/lanes.ts'
import type { Draw } from '../sample/draw.ts'
import { endingText } from '../sample/ending-text.ts'
import type { Sample } from '../sample/sample.ts'
import type { Retry } from '../sample/sampler.ts'
import type { Part } from '../stream/part.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'

/** Longest message of the runtime on a board, in characters. */
const longestMessage = 300

/** The limits of each sample of a run. */
export function laneLimits({ limits, request }: Pick<Manifest, 'limits' | 'request'>): LaneLimits {
  const { thinkingTokens, totalMs } = limits
  const tokens = request.options['num_predict']
  return { thinkingTokens, totalMs, tokens: typeof tokens === 'number' && tokens > 0 ? tokens : undefined }
}

/** What each slot of a run does while samples are drawn. A part costs a few additions. */
export class SlotLanes {
  readonly #lanes: (Mutable<Lane> | undefined)[]
  readonly #limits: LaneLimits
  readonly #clock: Clock

  constructor(slots: number, limits: LaneLimits, clock: Clock) {
    this.#lanes = Array.from({ length: slots }, () => undefined)
    this.#limits = limits
    this.#clock = clock
  }

  get all(): readonly (Lane | undefined)[] {
    return this.#lanes
  }

  /** Whether a sample is in flight. */
  get isDrawing(): boolean {
    return this.#lanes.some((lane) => lane !== undefined && lane.phase !== 'done')
  }

  /** @param problem - Id of the problem, where there are several. */
  launched(index: number, slot: number, problem?: string): void {
    this.#lanes[slot] = {
      index,
      ...(problem === undefined ? {} : { problem: oneLine(cleanForTerminal(problem), 24) }),
      ...{ phase: 'queued', tokens: 0, thinkingTokens: 0 },
      ...{ startedAtMs: this.#clock.nowMs(), limits: this.#limits },
    }
  }

  part(slot: number, part: Part): void {
    const lane = this.#lanes[slot]
    if (lane === undefined || part.type === 'end') return
    const nowMs = this.#clock.nowMs()
    lane.firstPartAtMs ??= nowMs
    lane.lastPartAtMs = nowMs
    if (part.type === 'recast') {
      lane.thinkingTokens = lane.tokens
      return
    }
    const isThinking = part.type === 'thinking-delta'
    lane.phase = isThinking ? 'thinking' : 'answering'
    lane.tokens += part.tokens
    if (isThinking) lane.thinkingTokens = (lane.thinkingTokens ?? 0) + part.tokens
  }

  /** @returns Why the sample waits, and how long, as one line that is safe for a terminal. */
  retry(slot: number, retry: Retry): string {
    const note = oneLine(cleanForTerminal(retry.message), longestMessage)
    const waits = `${note}; again in ${formatSpan(retry.waitMs)}`
    const lane = this.#lanes[slot]
    if (lane !== undefined) Object.assign(lane, { phase: 'waiting', note: waits })
    return waits
  }

  ended(slot: number, { end }: Pick<Draw, 'end'>): void {
    const lane = this.#lanes[slot]
    if (lane !== undefined)
      Object.assign(lane, { phase: 'done', note: end.type === 'finished' ? 'finished' : endingText(end) })
  }

  /** A sample is counted: its lane says what it answered. */
  counted(sample: Pick<Sample, 'index' | 'answer'>): void {
    const lane = this.#lanes.find((each) => each?.index === sample.index)
    if (lane !== undefined && sample.answer.type === 'found')
      lane.note = oneLine(cleanForTerminal(sample.answer.value))
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

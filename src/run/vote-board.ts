import type { Clock } from '../ground/clock.ts'
import type { BoardState, Lane } from '../report/ballot-board.ts'
import { formatSpan, oneLine } from '../report/format.ts'
import type { Draw } from '../sample/draw.ts'
import { endingText } from '../sample/ending-text.ts'
import type { Sample } from '../sample/sample.ts'
import type { Retry } from '../sample/sampler.ts'
import type { Part } from '../stream/part.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { TiePolicy } from '../vote/outcome-terms.ts'
import { riskAtStop } from '../vote/risk.ts'
import type { VoteCount } from '../vote/run-vote.ts'
import type { StopRule } from '../vote/stop-rule.ts'
import { fewestToDecide } from '../vote/stop-rule.ts'
import { stopState } from '../vote/stop-state.ts'

/** What a board knows of its vote beforehand. */
export interface BoardScene {
  readonly slots: number
  readonly asked: number
  /** Most thinking tokens of a sample, if they are limited. */
  readonly limits: { readonly thinkingTokens?: number | undefined }
  readonly rule: StopRule
  readonly tie: TiePolicy
}

/** Longest message of the runtime on a board, in characters. */
const longestMessage = 300

/**
 * A vote while it is drawn, as a terminal or a page shows it: what each slot does, and how the vote stands.
 *
 * A part costs a few additions; what the rule makes of the tally is asked only when the state is.
 */
export class VoteBoard {
  readonly #scene: BoardScene
  readonly #clock: Clock
  readonly #lanes: (Mutable<Lane> | undefined)[]
  /** Thinking tokens of the sample in each slot. */
  readonly #thinkingTokens: number[] = []
  readonly #startedAtMs: number
  #count: Pick<VoteCount, 'tally' | 'standing' | 'asked'>
  /** The votes as the board shows them, and what the rule makes of them; absent once there was another count. */
  #outlook: Pick<BoardState, 'tally' | 'risk' | 'fewest'> | undefined
  #sampleMs = { sum: 0, count: 0 }

  constructor(scene: BoardScene, clock: Clock) {
    this.#scene = scene
    this.#clock = clock
    this.#lanes = Array.from({ length: scene.slots }, () => undefined)
    this.#count = { ...nothingCounted, asked: scene.asked }
    this.#startedAtMs = clock.nowMs()
  }

  /** How the vote stands. */
  get count(): Pick<VoteCount, 'standing' | 'asked'> {
    return this.#count
  }

  /** Whether a sample is in flight. */
  get isDrawing(): boolean {
    return this.#lanes.some((lane) => lane !== undefined && lane.phase !== 'done')
  }

  /** How the vote stands before anything is drawn, and the samples that are there from an earlier time. */
  begun(count: VoteCount, earlier: readonly Sample[]): void {
    this.#count = count
    this.#outlook = undefined
    for (const { end, timing } of earlier) {
      if (end.type === 'cancelled') continue
      this.#sampleMs.sum += timing.elapsedMs
      this.#sampleMs.count += 1
    }
  }

  launched(index: number, slot: number): void {
    this.#lanes[slot] = { index, phase: 'queued', tokens: 0, startedAtMs: this.#clock.nowMs() }
    this.#thinkingTokens[slot] = 0
  }

  part(slot: number, part: Part): void {
    const lane = this.#lanes[slot]
    if (lane === undefined || part.type === 'end') return
    const nowMs = this.#clock.nowMs()
    lane.firstPartAtMs ??= nowMs
    lane.lastPartAtMs = nowMs
    if (part.type === 'recast') {
      this.#thinkingTokens[slot] = lane.tokens
      return
    }
    const isThinking = part.type === 'thinking-delta'
    const thinkingTokens = (this.#thinkingTokens[slot] ?? 0) + (isThinking ? part.tokens : 0)
    this.#thinkingTokens[slot] = thinkingTokens
    lane.phase = isThinking ? 'thinking' : 'answering'
    lane.tokens += part.tokens
    const most = this.#scene.limits.thinkingTokens
    if (isThinking && most !== undefined) lane.budgetUsed = thinkingTokens / most
    else delete lane.budgetUsed
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

  counted(count: VoteCount, sample: Sample): void {
    this.#count = count
    this.#outlook = undefined
    this.#sampleMs.sum += sample.timing.elapsedMs
    this.#sampleMs.count += 1
    const lane = this.#lanes.find((each) => each?.index === sample.index)
    if (lane !== undefined && sample.answer.type === 'found')
      lane.note = oneLine(cleanForTerminal(sample.answer.value))
  }

  /** Everything there is to show, as it stands now. */
  state(): BoardState {
    const { sum, count } = this.#sampleMs
    this.#outlook ??= this.#look()
    return {
      lanes: this.#lanes,
      asked: this.#count.asked,
      ...this.#outlook,
      startedAtMs: this.#startedAtMs,
      ...(count === 0 ? {} : { meanSampleMs: sum / count }),
    }
  }

  #look(): Pick<BoardState, 'tally' | 'risk' | 'fewest'> {
    const { rule, tie } = this.#scene
    const { tally, asked, standing } = this.#count
    const { fields } = standing
    // One sample more can decide all fields at once; how many fewer could not is not worth a count of each.
    if (fields !== undefined) return { tally, risk: fields.risk, fewest: 1 }
    const state = stopState(tally, { asked, tie })
    return { tally, risk: riskAtStop(state), fewest: fewestToDecide(rule, state, asked) }
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

const nothingCounted: Pick<VoteCount, 'tally' | 'standing'> = {
  tally: { drawn: 0, ballots: 0, clusters: [], abstained: {} },
  standing: { drawn: 0, ballots: 0 },
}

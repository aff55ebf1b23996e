import type { Clock } from '../ground/clock.ts'
import type { BoardState } from '../report/ballot-board.ts'
import { oneLine } from '../report/format.ts'
import type { LaneLimits } from '../report/lanes.ts'
import type { Draw } from '../sample/draw.ts'
import { sampleText } from '../sample/ending-text.ts'
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
import { SlotLanes } from './slot-lanes.ts'

/** What a board knows of its vote beforehand. */
export interface BoardScene {
  readonly slots: number
  readonly asked: number
  readonly limits: LaneLimits
  readonly rule: StopRule
  readonly tie: TiePolicy
}

/** Samples that ended whose answers a board can show. */
const mostEnded = 16

/**
 * A vote while it is drawn, as a terminal or a page shows it: what each slot does, and how the vote stands.
 *
 * A part costs a few additions; what the rule makes of the tally is asked only when the state is.
 */
export class VoteBoard {
  readonly #scene: BoardScene
  readonly #lanes: SlotLanes
  /** What the samples answered that ended last, the newest first. */
  readonly #ended: string[] = []
  readonly #startedAtMs: number
  #count: Pick<VoteCount, 'tally' | 'standing' | 'asked'>
  /** The votes as the board shows them, and what the rule makes of them; absent once there was another count. */
  #outlook: Pick<BoardState, 'tally' | 'risk' | 'fewest'> | undefined
  #sampleMs = { sum: 0, count: 0 }

  constructor(scene: BoardScene, clock: Clock) {
    this.#scene = scene
    this.#lanes = new SlotLanes(scene.slots, scene.limits, clock)
    this.#count = { ...nothingCounted, asked: scene.asked }
    this.#startedAtMs = clock.nowMs()
  }

  /** How the vote stands. */
  get count(): Pick<VoteCount, 'standing' | 'asked'> {
    return this.#count
  }

  /** Whether a sample is in flight. */
  get isDrawing(): boolean {
    return this.#lanes.isDrawing
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
    this.#lanes.launched(index, slot)
  }

  part(slot: number, part: Part): void {
    this.#lanes.part(slot, part)
  }

  /** @returns Why the sample waits, and how long, as one line that is safe for a terminal. */
  retry(slot: number, retry: Retry): string {
    return this.#lanes.retry(slot, retry)
  }

  ended(slot: number, draw: Pick<Draw, 'end'>): void {
    this.#lanes.ended(slot, draw)
  }

  counted(count: VoteCount, sample: Sample): void {
    this.#count = count
    this.#outlook = undefined
    this.#sampleMs.sum += sample.timing.elapsedMs
    this.#sampleMs.count += 1
    this.#lanes.counted(sample)
    this.#ended.unshift(`#${sample.index} ${oneLine(cleanForTerminal(sampleText(sample)), 24)}`)
    this.#ended.length = Math.min(this.#ended.length, mostEnded)
  }

  /** Everything there is to show, as it stands now. */
  state(): BoardState {
    const { sum, count } = this.#sampleMs
    this.#outlook ??= this.#look()
    return {
      lanes: this.#lanes.all,
      ended: this.#ended,
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

const nothingCounted: Pick<VoteCount, 'tally' | 'standing'> = {
  tally: { drawn: 0, ballots: 0, clusters: [], abstained: {} },
  standing: { drawn: 0, ballots: 0 },
}

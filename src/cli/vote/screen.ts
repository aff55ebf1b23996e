import type { Limits } from '../../guard/schema.ts'
import type { BoardState, Lane } from '../../report/ballot-board.ts'
import { boardLines } from '../../report/ballot-board.ts'
import { formatCount, formatSpan, oneLine } from '../../report/format.ts'
import type { Draw } from '../../sample/draw.ts'
import { endingText } from '../../sample/ending-text.ts'
import type { Sample } from '../../sample/sample.ts'
import type { Retry } from '../../sample/sampler.ts'
import type { Part } from '../../stream/part.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import { riskAtStop } from '../../vote/risk.ts'
import type { VoteCount } from '../../vote/run-vote.ts'
import type { StopRule } from '../../vote/stop-rule.ts'
import { fewestToDecide } from '../../vote/stop-rule.ts'
import { stopState } from '../../vote/stop-state.ts'
import type { TiePolicy } from '../../vote/vote.ts'
import type { CommandContext } from '../command.ts'
import { sayWaiting, waitingForFirstPart } from '../draw/waiting.ts'
import { openLiveText } from '../terminal/live-text.ts'
import { Trouble } from '../terminal/trouble.ts'

/** What the screen knows of the vote beforehand. */
export interface VoteScene {
  /** Name of the model. */
  readonly model: string
  readonly slots: number
  readonly asked: number
  readonly limits: Limits
  readonly rule: StopRule
  readonly tie: TiePolicy
  /** A line for each sample, with its rate, on a terminal too. */
  readonly verbose: boolean
}

/** Between two drawings of the board, in milliseconds: at most ten a second, whatever the token rate. */
const redrawMs = 100

/** Longest message of the runtime on a line of its own, in characters. */
const longestMessage = 300

/**
 * Shows a vote while it is drawn: a board on a terminal, redrawn in place; else a line for each sample that ended.
 *
 * A part costs a few additions; text is made only when the board is drawn.
 */
export class VoteScreen {
  readonly #scene: VoteScene
  readonly #context: CommandContext
  readonly #lanes: (Mutable<Lane> | undefined)[]
  /** Thinking tokens of the sample in each slot. */
  readonly #thinkingTokens: number[] = []
  readonly #startedAtMs: number
  #count: Pick<VoteCount, 'tally' | 'standing' | 'asked'>
  /** The votes as the board shows them, and what the rule makes of them; absent once there was another count. */
  #outlook: Pick<BoardState, 'tally' | 'risk' | 'fewest'> | undefined
  #sampleMs = { sum: 0, count: 0 }
  readonly #trouble: Trouble
  #update: { (text: string): void; clear(): void; done(): void } | undefined
  #cancelTimer: (() => void) | undefined
  #waiting: { stop(): void } | undefined

  constructor(scene: VoteScene, context: CommandContext) {
    this.#scene = scene
    this.#context = context
    this.#lanes = Array.from({ length: scene.slots }, () => undefined)
    this.#count = { ...nothingCounted, asked: scene.asked }
    this.#startedAtMs = context.cli.clock.nowMs()
    this.#trouble = new Trouble(context.terminal)
  }

  /** How many requests were sent again, and why; '' where none was. */
  get sentAgain(): string {
    return this.#trouble.sentAgain
  }

  async start(): Promise<void> {
    this.#waitAgain()
    if (!this.#context.terminal.live) return
    this.#update = await openLiveText(this.#context)
    this.#draw()
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
    this.#lanes[slot] = { index, phase: 'queued', tokens: 0, startedAtMs: this.#now() }
    this.#thinkingTokens[slot] = 0
  }

  /** Begins to say that nothing comes: from now on, until a part of any sample does. */
  #waitAgain(): void {
    this.#waiting?.stop()
    this.#waiting = sayWaiting(waitingForFirstPart(this.#scene.model), this.#context)
  }

  part(slot: number, part: Part): void {
    const lane = this.#lanes[slot]
    if (lane === undefined || part.type === 'end') return
    this.#waiting?.stop()
    this.#waiting = undefined
    const nowMs = this.#now()
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

  retry(slot: number, retry: Retry): void {
    this.#trouble.again(retry)
    const note = oneLine(cleanForTerminal(retry.message), longestMessage)
    const waits = `${note}; again in ${formatSpan(retry.waitMs)}`
    const lane = this.#lanes[slot]
    if (lane !== undefined) Object.assign(lane, { phase: 'waiting', note: waits })
    if (this.#update === undefined) this.#context.terminal.note(waits)
  }

  ended(slot: number, { end }: Draw): void {
    this.#waitAgain()
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
    if (this.#update === undefined || this.#scene.verbose)
      this.#context.terminal.note(this.#sampleLine(sample))
    this.#trouble.ended(`#${sample.index}`, sample.end)
  }

  /** A sample that tripped, or never reached the runtime, is drawn again. */
  again({ index, end }: Sample): void {
    const how = end.type === 'failed' ? 'drawn again behind the others' : 'drawn again under another seed'
    this.#context.terminal.note(`#${index} ${endingText(end)}; ${how}`)
  }

  close(): void {
    this.#waiting?.stop()
    this.#cancelTimer?.()
    this.#context.terminal.drawnInPlace()
    this.#update?.clear()
    this.#update?.done()
  }

  #now(): number {
    return this.#context.cli.clock.nowMs()
  }

  #draw(): void {
    const { terminal, cli } = this.#context
    this.#update?.(boardLines(this.#state(), this.#now(), terminal).join('\n'))
    this.#cancelTimer = cli.clock.setTimer(() => this.#draw(), redrawMs)
  }

  #look(): Pick<BoardState, 'tally' | 'risk' | 'fewest'> {
    const { rule, tie } = this.#scene
    const { tally, asked } = this.#count
    const state = stopState(tally, { asked, tie })
    return { tally, risk: riskAtStop(state), fewest: fewestToDecide(rule, state, asked) }
  }

  #state(): BoardState {
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

  #sampleLine(sample: Sample): string {
    const text =
      sample.answer.type === 'found'
        ? cleanForTerminal(sample.answer.value)
        : sample.end.type === 'finished'
          ? `no answer: ${sample.answer.reason}`
          : endingText(sample.end)
    const { tokensPerSecond } = sample.timing
    const rate =
      this.#scene.verbose && tokensPerSecond !== undefined ? `, ${tokensPerSecond.toFixed(1)} tokens/s` : ''
    const { leader, ballots, drawn } = this.#count.standing
    const leads =
      leader === undefined
        ? ''
        : ` · ${oneLine(cleanForTerminal(leader.answer), 24)} leads with ${leader.votes} of ${ballots}`
    return `#${sample.index} ${oneLine(text)} (${formatCount(sample.tokens.output)} tokens, ${formatSpan(sample.timing.elapsedMs)}${rate})${leads} · ${drawn} of ${this.#count.asked} drawn`
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

const nothingCounted: Pick<VoteCount, 'tally' | 'standing'> = {
  tally: { drawn: 0, ballots: 0, clusters: [], abstained: {} },
  standing: { drawn: 0, ballots: 0 },
}

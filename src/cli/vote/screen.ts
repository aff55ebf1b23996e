import { boardLines } from '../../report/ballot-board.ts'
import { formatCount, formatSpan, oneLine } from '../../report/format.ts'
import { standingText } from '../../report/standing-text.ts'
import { type BoardScene, VoteBoard } from '../../run/vote-board.ts'
import type { Draw } from '../../sample/draw.ts'
import { endingText, sampleText } from '../../sample/ending-text.ts'
import type { Sample } from '../../sample/sample.ts'
import type { Retry } from '../../sample/sampler.ts'
import type { Part } from '../../stream/part.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { VoteCount } from '../../vote/run-vote.ts'
import type { CommandContext } from '../command.ts'
import { sayWaiting, waitingForFirstPart } from '../draw/waiting.ts'
import { openLiveText } from '../terminal/live-text.ts'
import { Trouble } from '../terminal/trouble.ts'

/** What the screen knows of the vote beforehand. */
export interface VoteScene extends BoardScene {
  /** Name of the model. */
  readonly model: string
  readonly question: string
  readonly runId: string
  /** A line for each sample, with its rate, on a terminal too. */
  readonly verbose: boolean
}

/** Between two drawings of the board, in milliseconds: at most ten a second, whatever the token rate. */
const redrawMs = 100

/**
 * Shows a vote while it is drawn: a board on a terminal, redrawn in place; else a line for each sample that ended.
 *
 * A part costs a few additions; text is made only when the board is drawn.
 */
export class VoteScreen {
  readonly #scene: VoteScene
  readonly #context: CommandContext
  readonly #board: VoteBoard
  readonly #trouble: Trouble
  #update: { (text: string): void; clear(): void; done(): void } | undefined
  #cancelTimer: (() => void) | undefined
  #waiting: { stop(): void } | undefined

  constructor(scene: VoteScene, context: CommandContext) {
    this.#scene = scene
    this.#context = context
    this.#board = new VoteBoard(scene, context.cli.clock)
    this.#trouble = new Trouble(context.terminal)
  }

  /** How many requests were sent again, and why; '' where none was. */
  get sentAgain(): string {
    return this.#trouble.sentAgain
  }

  async start(): Promise<void> {
    if (!this.#context.terminal.live) return
    this.#update = await openLiveText(this.#context)
    this.#draw()
  }

  /** How the vote stands before anything is drawn, and the samples that are there from an earlier time. */
  begun(count: VoteCount, earlier: readonly Sample[]): void {
    this.#board.begun(count, earlier)
  }

  launched(index: number, slot: number): void {
    this.#board.launched(index, slot)
    if (this.#waiting === undefined) this.#waitAgain()
  }

  /** Begins to say that nothing comes: from now on, until a part of any sample does, or none is in flight. */
  #waitAgain(): void {
    this.#waiting?.stop()
    this.#waiting = undefined
    if (!this.#board.isDrawing) return
    this.#waiting = sayWaiting(waitingForFirstPart(this.#scene.model), this.#context)
  }

  part(slot: number, part: Part): void {
    if (part.type !== 'end') {
      this.#waiting?.stop()
      this.#waiting = undefined
    }
    this.#board.part(slot, part)
  }

  retry(slot: number, retry: Retry): void {
    this.#trouble.again(retry)
    const waits = this.#board.retry(slot, retry)
    if (this.#update === undefined) this.#context.terminal.note(waits)
  }

  ended(slot: number, draw: Draw): void {
    this.#board.ended(slot, draw)
    this.#waitAgain()
  }

  counted(count: VoteCount, sample: Sample): void {
    this.#board.counted(count, sample)
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

  #draw(): void {
    const { terminal, cli } = this.#context
    const { question, model, runId } = this.#scene
    const state = { ...this.#board.state(), title: { question, model, runId } }
    this.#update?.(boardLines(state, cli.clock.nowMs(), terminal).join('\n'))
    this.#cancelTimer = cli.clock.setTimer(() => this.#draw(), redrawMs)
  }

  #sampleLine(sample: Sample): string {
    const text = cleanForTerminal(sampleText(sample))
    const { tokensPerSecond } = sample.timing
    const rate =
      this.#scene.verbose && tokensPerSecond !== undefined ? `, ${tokensPerSecond.toFixed(1)} tokens/s` : ''
    const { standing, asked } = this.#board.count
    const leads = standingText(standing, 24)
    return `#${sample.index} ${oneLine(text)} (${formatCount(sample.tokens.output)} tokens, ${formatSpan(sample.timing.elapsedMs)}${rate})${leads} · ${standing.drawn} of ${asked} drawn`
  }
}

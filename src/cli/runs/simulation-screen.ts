import { formatMany } from '../../report/format.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { openLiveText } from '../terminal/live-text.ts'

/** Between two drawings, in milliseconds. */
const redrawMs = 100

/** Shows on stderr how far a simulation has come: redrawn in place on a terminal, else a line for each source. */
export class SimulationScreen {
  readonly #context: CommandContext
  #update: { (text: string): void; clear(): void; done(): void } | undefined
  #drawnAtMs = Number.NEGATIVE_INFINITY
  /** Lines that were told for good. */
  readonly #told = new Set<string>()

  constructor(context: CommandContext) {
    this.#context = context
  }

  async start(): Promise<void> {
    if (!this.#context.terminal.live) return
    this.#update = await openLiveText(this.#context)
  }

  /** Tells how many questions of a source were drawn again. Now and then it lets signals and the screen have their turn. */
  async read(source: string, questions: number): Promise<void> {
    const nowMs = this.#context.cli.clock.nowMs()
    if (nowMs - this.#drawnAtMs < redrawMs) return
    this.#drawnAtMs = nowMs
    this.#update?.(this.#line(source, questions))
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** Tells that a source was read: once, however often it is. */
  done(source: string, questions: number): void {
    const line = this.#line(source, questions)
    if (this.#update === undefined && !this.#told.has(line)) this.#context.terminal.note(line)
    this.#told.add(line)
  }

  close(): void {
    this.#context.terminal.drawnInPlace()
    this.#update?.clear()
    this.#update?.done()
    this.#update = undefined
  }

  #line(source: string, questions: number): string {
    return `${cleanForTerminal(source)}: ${formatMany(questions, 'question')}`
  }
}

import type { Part, Problem, Retry, Sample, VoteTrack } from '../index.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { CommandContext } from './command.ts'
import { Trouble } from './trouble.ts'

type Magi = typeof import('../index.ts')

/** What the screen knows of the experiment beforehand. */
export interface BenchScene {
  readonly problems: readonly Problem[]
  readonly slots: number
  readonly n: number
}

/** Between two drawings on a terminal, and between two lines where there is none, in milliseconds. */
const redrawMs = 500
const lineMs = 60_000

/** Shows an experiment while it is drawn: problems, samples, tokens a second by phase, running accuracy, and an estimate of the time left. */
export class BenchScreen {
  readonly #magi: Magi
  readonly #scene: BenchScene
  readonly #context: CommandContext
  readonly #startedAtMs: number
  readonly #done = new Set<string>()
  readonly #right = new Map<string, { correct: number; graded: number; won: boolean }>()
  #samples = 0
  #earlier = 0
  #tokens = { thinking: 0, answer: 0 }
  readonly #trouble: Trouble
  #update: { (text: string): void; clear(): void; done(): void } | undefined
  #cancelTimer: (() => void) | undefined

  constructor(magi: Magi, scene: BenchScene, context: CommandContext) {
    this.#magi = magi
    this.#scene = scene
    this.#context = context
    this.#startedAtMs = context.cli.clock.nowMs()
    this.#trouble = new Trouble(context.terminal)
  }

  async start(earlier: ReadonlyMap<string, readonly Sample[]>): Promise<void> {
    const { terminal, cli } = this.#context
    for (const samples of earlier.values()) this.#earlier += samples.length
    if (this.#earlier > 0)
      terminal.note(`${this.#magi.formatCount(this.#earlier)} samples are on disk already`)
    if (terminal.live) {
      const { createLogUpdate } = await import('log-update')
      this.#update = createLogUpdate(cli.stderr as NodeJS.WriteStream)
      terminal.drawnInPlace(() => this.#update?.clear())
    }
    this.#draw()
  }

  part(part: Part): void {
    if (part.type === 'thinking-delta') this.#tokens.thinking += part.tokens
    else if (part.type === 'answer-delta') this.#tokens.answer += part.tokens
  }

  retry(retry: Retry): void {
    this.#trouble.again(retry)
    if (this.#update === undefined) {
      const { message, waitMs } = retry
      this.#context.terminal.note(cleanForTerminal(`${message}; again in ${this.#magi.formatSpan(waitMs)}`))
    }
  }

  counted(problem: string, track: VoteTrack, sample: Sample): void {
    this.#samples += 1
    if (track.enough) this.#done.add(problem)
    this.#trouble.ended(sample.key, sample.end)
    const gold = this.#magi.goldAnswers(this.#scene.problems.find(({ id }) => id === problem) ?? {})
    if (gold.length === 0) return
    const context = this.#magi.answerContextOf(
      this.#scene.problems.find(({ id }) => id === problem) ?? { id: '', prompt: '' },
      {},
    )
    const isRight = (answer: string) => gold.some((each) => this.#magi.sameAnswer(each, answer, context).same)
    const { correct = 0, graded = 0 } = this.#right.get(problem) ?? {}
    const right = sample.answer.type === 'found' && isRight(sample.answer.value)
    const [leader] = track.tally.clusters
    this.#right.set(problem, {
      correct: correct + (right ? 1 : 0),
      graded: graded + 1,
      won: leader !== undefined && isRight(leader.answer),
    })
  }

  close(): void {
    this.#cancelTimer?.()
    this.#context.terminal.drawnInPlace()
    this.#update?.clear()
    this.#update?.done()
    this.#context.terminal.note(this.#text())
  }

  #draw(): void {
    const { terminal, cli } = this.#context
    if (this.#update !== undefined) this.#update(this.#text().slice(0, terminal.columns - 1))
    else if (this.#samples > 0) terminal.note(this.#text())
    this.#cancelTimer = cli.clock.setTimer(() => this.#draw(), this.#update === undefined ? lineMs : redrawMs)
  }

  #text(): string {
    const { formatCount, formatShare, formatSpan } = this.#magi
    const { problems, n } = this.#scene
    const elapsedMs = this.#context.cli.clock.nowMs() - this.#startedAtMs
    const seconds = Math.max(elapsedMs, 1) / 1_000
    const pieces = [
      `${this.#done.size} of ${problems.length} problems`,
      `${formatCount(this.#samples + this.#earlier)} samples`,
      `${Math.round(this.#tokens.thinking / seconds)} + ${Math.round(this.#tokens.answer / seconds)} tok/s thinking + answer`,
    ]
    const graded = [...this.#right.values()]
    if (graded.length > 0) {
      const passAt1 = graded.reduce((sum, { correct, graded }) => sum + correct / graded, 0) / graded.length
      const won = graded.filter((each) => each.won).length
      const [low, high] = this.#magi.wilsonInterval(won, graded.length)
      pieces.push(
        `pass@1 ${formatShare(passAt1)}`,
        `vote right ${formatShare(won / graded.length)} (${formatShare(low)} to ${formatShare(high)})`,
      )
    }
    if (this.#trouble.sentAgain !== '') pieces.push(this.#trouble.sentAgain)
    pieces.push(formatSpan(elapsedMs))
    const most = problems.length * n - this.#samples - this.#earlier
    if (this.#samples > 0 && most > 0 && this.#done.size < problems.length) {
      const perSample = elapsedMs / this.#samples
      const usual =
        this.#done.size === 0
          ? most
          : Math.min(most, (this.#samples / this.#done.size) * (problems.length - this.#done.size))
      const [least, longest] = [formatSpan(usual * perSample), formatSpan(most * perSample)]
      pieces.push(least === longest ? `about ${least} left` : `about ${least} to ${longest} left`)
    }
    return pieces.join(' · ')
  }
}

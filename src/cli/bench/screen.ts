import { fitWidth } from '../../ground/text-width.ts'
import { formatCount, formatMany, formatSpan } from '../../report/format.ts'
import type { BenchRun } from '../../run/opened-bench.ts'
import type { Sample } from '../../sample/sample.ts'
import type { Retry } from '../../sample/sampler.ts'
import type { Part } from '../../stream/part.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { VoteTrack } from '../../vote/vote-track.ts'
import type { CommandContext } from '../command.ts'
import { openLiveText } from '../terminal/live-text.ts'
import { timeLeft } from '../terminal/time-left.ts'
import { Trouble } from '../terminal/trouble.ts'
import { BenchAccuracy, type BenchDrawing } from './accuracy.ts'

/** What the screen knows of the experiment beforehand. */
export type BenchScene = Pick<BenchRun, 'problems' | 'answers' | 'policy' | 'budget' | 'earlierMs'>

/** Between two drawings on a terminal, and between two lines where there is none, in milliseconds. */
const redrawMs = 500
const lineMs = 60_000

/** Shows an experiment while it is drawn: problems, samples, tokens a second by phase, running accuracy, and an estimate of the time left. */
export class BenchScreen {
  readonly #scene: BenchScene
  readonly #drawing: BenchDrawing
  readonly #context: CommandContext
  readonly #startedAtMs: number
  readonly #accuracy: BenchAccuracy
  #tracks: ReadonlyMap<string, VoteTrack> = new Map()
  /** Of this part of the run: how many samples were counted, and their times. */
  readonly #counted = { samples: 0, ms: 0, squares: 0 }
  #tokens = { thinking: 0, answer: 0 }
  readonly #trouble: Trouble
  #update: { (text: string): void; clear(): void; done(): void } | undefined
  #cancelTimer: (() => void) | undefined

  constructor(scene: BenchScene, context: CommandContext) {
    this.#scene = scene
    this.#drawing = drawingOf(scene)
    this.#context = context
    this.#startedAtMs = context.cli.clock.nowMs()
    this.#trouble = new Trouble(context.terminal)
    const graded = scene.problems.map((problem) => ({
      problem,
      context: scene.answers.get(problem.id) ?? {},
    }))
    this.#accuracy = new BenchAccuracy(graded, this.#drawing)
  }

  async start(): Promise<void> {
    if (!this.#context.terminal.live) return
    this.#update = await openLiveText(this.#context)
  }

  begin(tracks: ReadonlyMap<string, VoteTrack>): void {
    this.#tracks = tracks
    for (const [problem, track] of tracks) this.#accuracy.look(problem, track)
    const { samples } = this.#sums()
    if (samples > 0) this.#context.terminal.note(`${formatMany(samples, 'sample')} counted already`)
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
      this.#context.terminal.note(cleanForTerminal(`${message}; again in ${formatSpan(waitMs)}`))
    }
  }

  counted(problem: string, track: VoteTrack, sample: Sample): void {
    const { elapsedMs } = sample.timing
    this.#counted.samples += 1
    this.#counted.ms += elapsedMs
    this.#counted.squares += elapsedMs ** 2
    this.#trouble.ended(sample.key, sample.end)
    this.#accuracy.look(problem, track)
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
    if (this.#update !== undefined) this.#update(fitWidth(this.#text(), terminal.columns - 1))
    else if (this.#counted.samples > 0) terminal.note(this.#text())
    this.#cancelTimer = cli.clock.setTimer(() => this.#draw(), this.#update === undefined ? lineMs : redrawMs)
  }

  #text(): string {
    const { problems } = this.#scene
    const elapsedMs = this.#context.cli.clock.nowMs() - this.#startedAtMs
    const seconds = Math.max(elapsedMs, 1) / 1_000
    const { samples, done } = this.#sums()
    const rate = (tokens: number) => formatCount(Math.round(tokens / seconds))
    const pieces = [
      `${done} of ${formatMany(problems.length, 'problem')}`,
      formatMany(samples, 'sample'),
      `${rate(this.#tokens.thinking)} + ${rate(this.#tokens.answer)} tok/s thinking + answer`,
      ...this.#accuracy.pieces(),
    ]
    if (this.#trouble.sentAgain !== '') pieces.push(this.#trouble.sentAgain)
    pieces.push(formatSpan(elapsedMs))
    const left = this.#timeLeft(elapsedMs)
    if (left !== undefined) {
      const [least, longest] = left.map(formatSpan)
      pieces.push(least === longest ? `about ${least} left` : `about ${least} to ${longest} left`)
    }
    return pieces.join(' · ')
  }

  #timeLeft(elapsedMs: number): [number, number] | undefined {
    const { samples: counted, ms, squares } = this.#counted
    const mean = ms / Math.max(1, counted)
    const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, counted) - mean ** 2))
    const left = timeLeft({ elapsedMs, counted, sampleMs: { mean, deviation }, left: this.#samplesLeft() })
    const { budget, earlierMs } = this.#scene
    if (left === undefined || budget?.timeMs === undefined) return left
    const mostMs = Math.max(0, budget.timeMs - earlierMs - elapsedMs)
    return mostMs === 0 ? undefined : [Math.min(left[0], mostMs), Math.min(left[1], mostMs)]
  }

  /** Samples still to come. */
  #samplesLeft(): { usual: number; most: number } {
    const { samples, open, done, tokens } = this.#sums()
    const { mean = Infinity, samples: mostSamples = Infinity, tokens: mostTokens } = this.#scene.budget ?? {}
    const byTokens =
      mostTokens === undefined ? Infinity : ((mostTokens - tokens) * samples) / Math.max(1, tokens)
    const bySamples = Math.min(mostSamples, Math.floor(mean * this.#tracks.size)) - samples
    const most = Math.max(0, Math.min(open, bySamples, byTokens))
    if (this.#drawing !== 'stopped' || done === 0) return { usual: most, most }
    return { usual: Math.min(most, (samples / done) * (this.#tracks.size - done)), most }
  }

  /** Over all problems: samples drawn, samples that those may still get which have not enough, problems that have a vote, tokens. */
  #sums(): { samples: number; open: number; done: number; tokens: number } {
    const sums = { samples: 0, open: 0, done: 0, tokens: 0 }
    for (const track of this.#tracks.values()) {
      const { drawn } = track.state
      sums.samples += drawn
      sums.tokens += track.tokens.output
      if (!track.enough) sums.open += track.asked - drawn
      if (this.#drawing === 'budget' ? drawn > 0 : track.enough) sums.done += 1
    }
    return sums
  }
}

function drawingOf({ budget, policy }: BenchScene): BenchDrawing {
  if (budget !== undefined) return 'budget'
  return policy.rule === 'all' ? 'fixed' : 'stopped'
}

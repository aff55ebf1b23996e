import { sameAnswer } from '../../answer/same-answer.ts'
import { graderOf } from '../../experiment/recorded-outcome.ts'
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
export type BenchScene = Pick<
  BenchRun,
  'problems' | 'problem' | 'answerOf' | 'policy' | 'budget' | 'earlierMs'
>

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
  /** How each vote stands that has begun, by problem. */
  readonly #standings = new Map<string, Standing>()
  /** Votes that changed since they were last looked at: looking costs as much as there are samples of the problem. */
  readonly #changed = new Map<string, VoteTrack>()
  readonly #sums = { samples: 0, open: 0, done: 0, tokens: 0 }
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
    this.#accuracy = new BenchAccuracy((id) => {
      const problem = scene.problem(id)
      return problem === undefined ? undefined : graderOf(problem, scene.answerOf(problem), sameAnswer)
    }, this.#drawing)
  }

  async start(): Promise<void> {
    if (!this.#context.terminal.live) return
    this.#update = await openLiveText(this.#context)
  }

  begin(tracks: ReadonlyMap<string, VoteTrack>): void {
    for (const [problem, track] of tracks) this.#changed.set(problem, track)
    this.#look()
    const { samples } = this.#sums
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
    this.#changed.set(problem, track)
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
    const { problems, policy } = this.#scene
    const elapsedMs = this.#context.cli.clock.nowMs() - this.#startedAtMs
    const seconds = Math.max(elapsedMs, 1) / 1_000
    this.#look()
    const { samples, done } = this.#sums
    const rate = (tokens: number) => formatCount(Math.round(tokens / seconds))
    const pieces = [
      `${done} of ${formatMany(problems.length, 'problem')}`,
      formatMany(samples, 'sample'),
      `${rate(this.#tokens.thinking)} + ${rate(this.#tokens.answer)} tok/s thinking + answer`,
      ...this.#accuracy.pieces(policy.n),
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
    const { samples, done, tokens } = this.#sums
    const size = this.#scene.problems.length
    const open = this.#sums.open + (size - this.#standings.size) * this.#scene.policy.n
    const { mean = Infinity, samples: mostSamples = Infinity, tokens: mostTokens } = this.#scene.budget ?? {}
    const byTokens =
      mostTokens === undefined ? Infinity : ((mostTokens - tokens) * samples) / Math.max(1, tokens)
    const bySamples = Math.min(mostSamples, Math.floor(mean * size)) - samples
    const most = Math.max(0, Math.min(open, bySamples, byTokens))
    if (this.#drawing !== 'stopped' || done === 0) return { usual: most, most }
    return { usual: Math.min(most, (samples / done) * (size - done)), most }
  }

  /** Brings the sums up to date with the votes that changed. */
  #look(): void {
    for (const [problem, track] of this.#changed) {
      this.#accuracy.look(problem, track)
      const before = this.#standings.get(problem)
      const now = standingOf(track, this.#drawing)
      this.#standings.set(problem, now)
      for (const name of ['samples', 'open', 'done', 'tokens'] as const)
        this.#sums[name] += now[name] - (before?.[name] ?? 0)
    }
    this.#changed.clear()
  }
}

/** One vote as it stands, and, summed, all that have begun. */
interface Standing {
  /** Samples drawn. */
  readonly samples: number
  /** Samples that it may still get. */
  readonly open: number
  /** 1 where it has a vote, else 0. */
  readonly done: number
  readonly tokens: number
}

function standingOf({ state, asked, enough, tokens }: VoteTrack, drawing: BenchDrawing): Standing {
  const { drawn } = state
  return {
    samples: drawn,
    open: enough ? 0 : asked - drawn,
    done: Number(drawing === 'budget' ? drawn > 0 : enough),
    tokens: tokens.output,
  }
}

function drawingOf({ budget, policy }: BenchScene): BenchDrawing {
  if (budget !== undefined) return 'budget'
  return policy.rule === 'all' ? 'fixed' : 'stopped'
}

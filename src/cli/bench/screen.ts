import { sameAnswer } from '../../answer/same-answer.ts'
import { graderOf } from '../../experiment/recorded-outcome.ts'
import { type BenchBoardState, benchBoardLines, benchLine } from '../../report/bench-board.ts'
import { formatMany, formatSpan, oneLine } from '../../report/format.ts'
import type { LaneLimits } from '../../report/lanes.ts'
import type { BenchRun } from '../../run/opened-bench.ts'
import { SlotLanes } from '../../run/slot-lanes.ts'
import type { Draw } from '../../sample/draw.ts'
import { sampleText } from '../../sample/ending-text.ts'
import type { Sample } from '../../sample/sample.ts'
import type { Retry } from '../../sample/sampler.ts'
import type { Part } from '../../stream/part.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { VoteTrack } from '../../vote/vote-track.ts'
import type { CommandContext } from '../command.ts'
import { type LiveText, openLiveText } from '../terminal/live-text.ts'
import { Trouble } from '../terminal/trouble.ts'
import { BenchAccuracy, type BenchDrawing } from './accuracy.ts'
import { BenchProgress } from './progress.ts'

/** What the screen knows of the experiment beforehand. */
export interface BenchScene
  extends Pick<BenchRun, 'problems' | 'problem' | 'answerOf' | 'policy' | 'earlierMs'> {
  readonly budget?: BenchRun['budget'] | undefined
  /** Data set, model, and how much is asked for. */
  readonly title: readonly string[]
  readonly slots: number
  readonly limits: LaneLimits
  readonly folder?: string | undefined
  /** The command that goes on with it. */
  readonly resume?: string | undefined
}

/** Between two drawings on a terminal, and between two lines where there is none, in milliseconds. */
const redrawMs = 500
const lineMs = 60_000

/** Samples whose answers are shown at most. */
const mostAnswers = 12

/** Shows an experiment while it is drawn: a board on a terminal, redrawn in place; else a line a minute. */
export class BenchScreen {
  readonly #scene: BenchScene
  readonly #context: CommandContext
  readonly #startedAtMs: number
  readonly #accuracy: BenchAccuracy
  readonly #progress: BenchProgress
  readonly #lanes: SlotLanes
  /** Votes that changed since they were last looked at: looking costs as much as there are samples of the problem. */
  readonly #changed = new Map<string, VoteTrack>()
  #tokens = { thinking: 0, answer: 0 }
  readonly #lastAnswers: string[] = []
  readonly #trouble: Trouble
  #update: LiveText | undefined
  #cancelTimer: (() => void) | undefined

  constructor(scene: BenchScene, context: CommandContext) {
    const { clock } = context.cli
    const drawing = drawingOf(scene)
    this.#scene = scene
    this.#context = context
    this.#startedAtMs = clock.nowMs()
    this.#trouble = new Trouble(context.terminal)
    this.#progress = new BenchProgress(scene, drawing)
    this.#lanes = new SlotLanes(scene.slots, scene.limits, clock)
    this.#accuracy = new BenchAccuracy((id) => {
      const problem = scene.problem(id)
      return problem === undefined ? undefined : graderOf(problem, scene.answerOf(problem), sameAnswer)
    }, drawing)
  }

  async start(): Promise<void> {
    if (!this.#context.terminal.live) return
    this.#update = await openLiveText(this.#context)
  }

  begin(tracks: ReadonlyMap<string, VoteTrack>): void {
    for (const [problem, track] of tracks) this.#changed.set(problem, track)
    this.#look()
    const { samples } = this.#progress
    if (samples > 0) this.#context.terminal.note(`${formatMany(samples, 'sample')} counted already`)
    this.#draw()
  }

  launched(problem: string, index: number, slot: number): void {
    this.#lanes.launched(index, slot, problem)
  }

  part(slot: number, part: Part): void {
    this.#lanes.part(slot, part)
    if (part.type === 'thinking-delta') this.#tokens.thinking += part.tokens
    else if (part.type === 'answer-delta') this.#tokens.answer += part.tokens
  }

  retry(slot: number, retry: Retry): void {
    this.#trouble.again(retry)
    this.#lanes.retry(slot, retry)
    if (this.#update === undefined) {
      const { message, waitMs } = retry
      this.#context.terminal.note(cleanForTerminal(`${message}; again in ${formatSpan(waitMs)}`))
    }
  }

  ended(slot: number, draw: Pick<Draw, 'end'>): void {
    this.#lanes.ended(slot, draw)
  }

  counted(problem: string, track: VoteTrack, sample: Sample): void {
    this.#progress.count(sample)
    this.#trouble.ended(sample.key, sample.end)
    this.#changed.set(problem, track)
    if (this.#update === undefined) return
    const right =
      sample.answer.type === 'found' ? this.#accuracy.isRight(problem, sample.answer.value) : undefined
    const verdict = right === undefined ? '' : right ? ', right' : ', wrong'
    const name = oneLine(cleanForTerminal(problem), 24)
    const answer = oneLine(cleanForTerminal(sampleText(sample)), 24)
    this.#lastAnswers.unshift(`${name} #${sample.index} ${answer}${verdict}`)
    this.#lastAnswers.length = Math.min(this.#lastAnswers.length, mostAnswers)
  }

  close(): void {
    this.#cancelTimer?.()
    this.#context.terminal.drawnInPlace()
    this.#update?.clear()
    this.#update?.done()
    this.#context.terminal.note(benchLine(this.#state()))
  }

  #draw(): void {
    const { terminal, cli } = this.#context
    if (this.#update !== undefined)
      this.#update(benchBoardLines(this.#state(), cli.clock.nowMs(), terminal).join('\n'))
    else if (this.#progress.counted > 0) terminal.note(benchLine(this.#state()))
    this.#cancelTimer = cli.clock.setTimer(() => this.#draw(), this.#update === undefined ? lineMs : redrawMs)
  }

  #state(): BenchBoardState {
    const { problems, title, earlierMs, folder, resume } = this.#scene
    const elapsedMs = this.#context.cli.clock.nowMs() - this.#startedAtMs
    this.#look()
    const progress = this.#progress
    const rate = (tokens: number) => Math.round(tokens / (Math.max(elapsedMs, 1) / 1_000))
    return {
      title,
      problems: { done: progress.done, all: problems.length },
      samples: { drawn: progress.samples, most: progress.samples + Math.floor(progress.samplesLeft().most) },
      rate: { thinking: rate(this.#tokens.thinking), answer: rate(this.#tokens.answer) },
      ...{ elapsedMs, earlierMs, leftMs: progress.timeLeft(elapsedMs) },
      lanes: this.#lanes.all,
      ...{ ballots: progress.ballots, abstained: progress.abstained },
      ...{ votes: this.#accuracy.votes(), passAt1: this.#accuracy.passAt1() },
      ...{ lastAnswers: this.#lastAnswers, trouble: this.#trouble.sentAgain, folder, resume },
    }
  }

  /** Brings the sums up to date with the votes that changed. */
  #look(): void {
    for (const [problem, track] of this.#changed) {
      this.#accuracy.look(problem, track)
      this.#progress.look(problem, track)
    }
    this.#changed.clear()
  }
}

function drawingOf({ budget, policy }: BenchScene): BenchDrawing {
  if (budget !== undefined) return 'budget'
  return policy.rule === 'all' ? 'fixed' : 'stopped'
}

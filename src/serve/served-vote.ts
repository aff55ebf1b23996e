import type { Clock } from '../ground/clock.ts'
import type { BoardState } from '../report/ballot-board.ts'
import { oneLine } from '../report/format.ts'
import { standingText } from '../report/standing-text.ts'
import type { LiveText } from '../run/live-vote.ts'
import { watchVote } from '../run/live-vote.ts'
import type { VoteListeners, VoteResult, VoteRun } from '../run/opened-vote.ts'
import type { Draw } from '../sample/draw.ts'
import { endingText } from '../sample/ending-text.ts'
import type { Sample } from '../sample/sample.ts'
import type { Part } from '../stream/part.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { VoteCount } from '../vote/run-vote.ts'
import type { Ticket } from './fair-queue.ts'

/** Told of a vote while it is drawn. All must be quick. */
export interface VoteFollower {
  /** A line of progress, without a line end; what a model wrote in it is one clean line. */
  progress?(line: string): void
  /** A part of a sample, by launch index. */
  part?(part: Part, index: number): void
  /** A sample has ended. */
  ended?(index: number, isFinished: boolean): void
}

/** What a finished sample wrote as its answer. */
export interface AnswerText {
  readonly text: string
  readonly isCut: boolean
}

/** What came of a vote at the endpoint. */
export interface ServedOutcome {
  readonly result: VoteResult
  /** The whole answer texts of finished samples, by launch index. */
  readonly texts: ReadonlyMap<number, AnswerText>
  /** Its samples write prose without an answer that could be counted: no vote was held on. */
  readonly isProse: boolean
  /** How the last sample ended that did not finish, in a few words; what a runtime wrote is in it. */
  readonly trouble?: string | undefined
}

/** What a vote at the endpoint is made of. */
export interface ServedVoteParts {
  readonly run: VoteRun
  readonly question: string
  readonly ticket: Ticket
  readonly clock: Clock
  /** Ends the drawing of the run. */
  readonly stop: AbortController
  /** No kind of answer was asked for: prose is told by its first samples. */
  readonly mayBeProse: boolean
  /** Told of every sample that ended. */
  readonly onSample?: (draw: Draw) => void
}

/** Of the first samples that finish, this many are looked at, and as many without an answer make it prose. */
const proseSamples = { of: 4, without: 2 }

const proseReason = 'no-extractable-answer'

/** One vote, drawn for whoever follows it. */
export class ServedVote {
  readonly run: VoteRun
  readonly question: string
  readonly ticket: Ticket
  readonly stop: AbortController
  /** Settles when the vote is over and its folder is let go. */
  readonly over: Promise<ServedOutcome>
  readonly #watched: ReturnType<typeof watchVote>
  readonly #followers = new Set<VoteFollower>()
  readonly #texts = new Map<number, AnswerText>()
  readonly #mayBeProse: boolean
  readonly #onSample: ((draw: Draw) => void) | undefined
  #finished = 0
  #withoutAnswer = 0
  #trouble: string | undefined

  constructor({ run, question, ticket, clock, stop, mayBeProse, onSample }: ServedVoteParts) {
    this.run = run
    this.question = question
    this.ticket = ticket
    this.stop = stop
    this.#mayBeProse = mayBeProse
    this.#onSample = onSample
    this.#watched = watchVote(run, clock)
    this.over = this.#draw()
    this.over.catch(() => {})
  }

  get board(): BoardState {
    return this.#watched.board()
  }

  get texts(): readonly LiveText[] {
    return this.#watched.texts()
  }

  /** @returns Ends the following. */
  follow(follower: VoteFollower): () => void {
    this.#followers.add(follower)
    return () => void this.#followers.delete(follower)
  }

  async #draw(): Promise<ServedOutcome> {
    try {
      const result = await this.run.draw(this.#listeners())
      const isProse = result.break?.type === 'interrupted' && result.break.why === proseReason
      return { result, texts: this.#texts, isProse, trouble: this.#trouble }
    } finally {
      this.ticket.leave()
      await this.run.close()
    }
  }

  #listeners(): VoteListeners {
    const { listeners } = this.#watched
    return {
      ...listeners,
      onPart: (part, task, slot) => {
        listeners.onPart?.(part, task, slot)
        for (const each of this.#followers) each.part?.(part, task.index)
      },
      onRetry: (retry, task, slot) => {
        listeners.onRetry?.(retry, task, slot)
        this.#say(`sample ${task.index}: ${oneLine(cleanForTerminal(retry.message), 120)}; sent again`)
      },
      onEnd: (draw, task, slot) => {
        listeners.onEnd?.(draw, task, slot)
        this.#onSample?.(draw)
        this.#ended(draw, task.index)
      },
      onCount: (count, sample) => {
        listeners.onCount?.(count, sample)
        this.#counted(count, sample)
      },
    }
  }

  #ended({ end, text }: Draw, index: number): void {
    if (end.type === 'failed') this.#trouble = end.message
    else if (end.type === 'tripped') this.#trouble = endingText(end)
    if (end.type === 'finished') this.#texts.set(index, { text, isCut: end.reason === 'length' })
    for (const each of this.#followers) each.ended?.(index, end.type === 'finished')
  }

  #counted(count: VoteCount, sample: Sample): void {
    this.#say(progressLine(count, sample))
    if (!this.#mayBeProse || sample.end.type !== 'finished' || this.#finished >= proseSamples.of) return
    this.#finished += 1
    if (sample.answer.type === 'none' && sample.text.trim() !== '') this.#withoutAnswer += 1
    if (this.#withoutAnswer >= proseSamples.without && !count.enough) this.stop.abort(proseReason)
  }

  #say(line: string): void {
    for (const each of this.#followers) each.progress?.(line)
  }
}

/** `sample 5: 1/2 (90 tokens) · 1/2 leads with 3 of 4`. */
function progressLine({ standing }: VoteCount, { index, answer, end, tokens }: Sample): string {
  const said =
    answer.type === 'found'
      ? shown(answer.value)
      : end.type === 'finished' && end.reason === 'stop'
        ? 'no answer'
        : oneLine(cleanForTerminal(endingText(end)), 80)
  return `sample ${index}: ${said} (${tokens.output} tokens)${standingText(standing, 60)}`
}

function shown(answer: string): string {
  return oneLine(cleanForTerminal(answer), 60)
}

import type { BoardState } from '../report/ballot-board.ts'
import type { LiveText } from '../run/live-vote.ts'

/** A vote that is drawn now, or waits for its turn. */
export interface LiveVote {
  readonly runId: string
  /** The prompt as it was asked. */
  readonly question: string
  readonly model: string
  /** Its place among the votes that wait, from 1; absent where it is drawn. */
  readonly queuePlace?: number | undefined
  /** What each slot does, and how the vote stands. */
  readonly board: BoardState
  /** What the samples in flight have written, by slot. */
  readonly texts: readonly LiveText[]
}

/** What a person asks for on the page, as it was typed; what is left out is as `magi serve` was told. */
export interface AskedVote {
  readonly prompt: string
  readonly n?: string
  /** Kind of the answer. */
  readonly answer?: string
  readonly preset?: string
}

/** What the form offers before anything is typed. */
export interface AskDefaults {
  readonly n: number
  readonly answer: string
  readonly preset: string
  /** Names of presets that a vote may have. */
  readonly presets: readonly string[]
}

/**
 * The votes of this process, as the page sees and moves them. Reading is cheap: the page looks every half second for each browser
 * that watches.
 */
export interface VoteDesk {
  /** The folder that holds all runs. */
  readonly runsFolder: string
  /** Votes that are drawn or wait, in the order they came. */
  votes(): readonly LiveVote[]
  defaults(): Promise<AskDefaults>
  /**
   * Begins a vote, or puts it into the queue.
   *
   * @returns The id of its run.
   * @throws MagiError for what cannot be asked, and where no runtime answers.
   */
  begin(asked: AskedVote): Promise<string>
  /**
   * Stops a vote: what is in flight is closed, what was drawn is kept. Settles when the vote is over and its folder let go.
   *
   * @returns False where no vote of that run is there.
   */
  stop(runId: string): Promise<boolean>
  /**
   * Goes on with a vote that was stopped, as `magi vote --resume` does.
   *
   * @throws MagiError where it cannot go on.
   */
  resume(runId: string): Promise<void>
}

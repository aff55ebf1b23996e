import type { CancelTimer, Clock } from '../ground/clock.ts'
import type { AskedCall } from './call.ts'
import type { ServedVote } from './served-vote.ts'

interface Waiting {
  readonly vote: ServedVote
  readonly cancel: CancelTimer
  isOver: boolean
}

/**
 * Votes whose client has left. They are stopped at once, or kept for a while for a client that sends its request again.
 *
 * The same request takes one over that still runs; one that is over already only where the client says that it asks again: asking the same
 * thing twice on purpose is another vote.
 */
export class Lingering {
  readonly #lingerMs: number
  readonly #clock: Clock
  readonly #waiting = new Map<string, Waiting>()

  constructor(lingerMs: number, clock: Clock) {
    this.#lingerMs = lingerMs
    this.#clock = clock
  }

  /** A client has left its vote. */
  left(vote: ServedVote, { key }: Pick<AskedCall, 'key'>): void {
    if (this.#lingerMs <= 0 || this.#waiting.has(key)) {
      vote.stop.abort('the client left')
      return
    }
    const cancel = this.#clock.setTimer(() => {
      this.#waiting.delete(key)
      vote.stop.abort('the client left')
    }, this.#lingerMs)
    const waiting: Waiting = { vote, cancel, isOver: false }
    const over = () => {
      waiting.isOver = true
    }
    vote.over.then(over, over)
    this.#waiting.set(key, waiting)
  }

  /** The vote that a request goes on with, if there is one. */
  taken({ key, isRetry }: Pick<AskedCall, 'key' | 'isRetry'>): ServedVote | undefined {
    const waiting = this.#waiting.get(key)
    if (waiting === undefined || (waiting.isOver && !isRetry)) return undefined
    waiting.cancel()
    this.#waiting.delete(key)
    return waiting.vote
  }

  /** Lets all go. */
  close(): void {
    for (const { vote, cancel } of this.#waiting.values()) {
      cancel()
      vote.stop.abort('magi serve ends')
    }
    this.#waiting.clear()
  }
}

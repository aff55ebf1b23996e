import type { CancelTimer, Clock } from '../../../src/ground/clock.ts'

/** The clock of one program on a clock that it shares, with its own timers counted. */
export class CountedClock implements Clock {
  readonly #shared: Clock
  #pending = 0

  constructor(shared: Clock) {
    this.#shared = shared
  }

  /** Timers of the program that neither fired nor were cancelled. */
  get pendingTimers(): number {
    return this.#pending
  }

  nowMs(): number {
    return this.#shared.nowMs()
  }

  date(): Date {
    return this.#shared.date()
  }

  setTimer(wake: () => void, delayMs: number): CancelTimer {
    let over = false
    const end = () => {
      if (!over) this.#pending -= 1
      over = true
    }
    this.#pending += 1
    const cancel = this.#shared.setTimer(() => {
      end()
      wake()
    }, delayMs)
    return () => {
      end()
      cancel()
    }
  }
}

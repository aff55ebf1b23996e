import type { CancelTimer, Clock } from '../../src/ground/clock.ts'
import { isUnderWay } from './loopback-traffic.ts'

interface FakeTimer {
  readonly atMs: number
  readonly wake: () => void
}

/** Turns of the event loop given to promises and sockets before time moves on. */
const settleTurns = 6

/** Turns after which what has not arrived is taken to be held back on purpose, by a reader that does not read. */
const mostTurns = 10_000

/**
 * Lets promises and input be handled: what this process sent to itself arrives, and then a few turns of the event loop pass. No
 * time is waited for: the turns are as many as it takes, and a busy machine needs more of them.
 */
export async function settle(turns: number = settleTurns): Promise<void> {
  let quiet = 0
  for (let turn = 0; quiet < turns && turn < mostTurns + turns; turn++) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    quiet = isUnderWay() && turn < mostTurns ? 0 : quiet + 1
  }
}

/**
 * A clock that stands still until it is told to go on.
 *
 * `advance` fires the timers that fall due in the order of their time (set first, fired first, where equal), and
 * lets promises and sockets settle before each one, so that a timer cancelled by an earlier one does not fire.
 */
export class FakeClock implements Clock {
  readonly #timers = new Set<FakeTimer>()
  readonly #startMs: number
  #nowMs = 0

  /** @param startDate - The calendar time at 0 ms. */
  constructor(startDate: Date = new Date('2026-11-22T10:15:00.000Z')) {
    this.#startMs = startDate.getTime()
  }

  /** Timers that were set and neither fired nor were cancelled. */
  get pendingTimers(): number {
    return this.#timers.size
  }

  nowMs(): number {
    return this.#nowMs
  }

  date(): Date {
    return new Date(this.#startMs + this.#nowMs)
  }

  setTimer(wake: () => void, delayMs: number): CancelTimer {
    const timer: FakeTimer = { atMs: this.#nowMs + Math.max(delayMs, 0), wake }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  /** Lets `ms` milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms
    for (;;) {
      await settle()
      const next = this.#nextDue(untilMs)
      if (next === undefined) break
      this.#timers.delete(next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.wake()
    }
    this.#nowMs = untilMs
    await settle()
  }

  /** Sleeps as a suspended machine does where the clock runs on: time passes, and no timer fires meanwhile. */
  suspend(ms: number): void {
    this.#nowMs += ms
  }

  #nextDue(untilMs: number): FakeTimer | undefined {
    let next: FakeTimer | undefined
    for (const timer of this.#timers) {
      if (timer.atMs <= untilMs && (next === undefined || timer.atMs < next.atMs)) next = timer
    }
    return next
  }
}

/** Lets time pass, a second at a time, until a promise has settled. */
export async function passUntil(clock: FakeClock, over: Promise<unknown>): Promise<void> {
  let isOver = false
  const settled = () => {
    isOver = true
  }
  over.then(settled, settled)
  while (!isOver) await clock.advance(1_000)
}

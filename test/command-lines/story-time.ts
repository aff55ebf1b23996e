import type { CancelTimer, Clock } from '../../src/ground/clock.ts'
import { isUnderWay } from '../support/loopback-traffic.ts'

/** Something that happens at a moment of a command line, counted in milliseconds from its start. */
export interface Moment {
  readonly atMs: number
  readonly happen: () => void | Promise<void>
}

interface Timer {
  readonly dueMs: number
  readonly wake: () => void
  /** Whether the runtime waits for its next token by it. */
  readonly isToken: boolean
}

/**
 * The time of one command line, for the program and for the runtime that it speaks to: it passes only while the runtime waits for
 * its next token, and only once all that was sent has been read and all that was written is on the disk. So every sample takes as long
 * as its tokens, and whatever happens in between happens at the same token, however busy the machine is.
 */
export class StoryTime implements Clock {
  readonly #startMs: number
  readonly #timers = new Set<Timer>()
  #nowMs = 0
  #moment: Moment | undefined
  #passes = false

  /** @param startDate - The calendar time at which the command line is typed. */
  constructor(startDate: Date) {
    this.#startMs = startDate.getTime()
  }

  nowMs(): number {
    return this.#nowMs
  }

  date(): Date {
    return new Date(this.#startMs + this.#nowMs)
  }

  /** A timer of the program. */
  setTimer(wake: () => void, delayMs: number): CancelTimer {
    return this.#set({ dueMs: this.#nowMs + Math.max(0, delayMs), wake, isToken: false })
  }

  /** The runtime's wait for its next token. */
  waitForToken(wake: () => void, delayMs: number): CancelTimer {
    const cancel = this.#set({ dueMs: this.#nowMs + Math.max(0, delayMs), wake, isToken: true })
    if (!this.#passes) void this.#pass()
    return cancel
  }

  /** Lets something happen; the runtime's next token waits for it. */
  at(moment: Moment): void {
    this.#moment = moment
  }

  /** The runtime says no more in the samples that it plays now, and so much time passes. */
  async fallSilent(ms: number): Promise<void> {
    for (const timer of this.#timers) if (timer.isToken) this.#timers.delete(timer)
    const untilMs = this.#nowMs + ms
    for (;;) {
      await everythingArrived()
      const next = this.#next()
      if (next === undefined || next.dueMs > untilMs) break
      this.#fire(next)
    }
    this.#nowMs = untilMs
  }

  async #pass(): Promise<void> {
    this.#passes = true
    for (;;) {
      await everythingArrived()
      const next = this.#next()
      if (next === undefined || ![...this.#timers].some(({ isToken }) => isToken)) break
      const moment = this.#moment
      if (moment === undefined || next.dueMs <= moment.atMs) this.#fire(next)
      else {
        this.#moment = undefined
        this.#nowMs = moment.atMs
        await moment.happen()
      }
    }
    this.#passes = false
  }

  #set(timer: Timer): CancelTimer {
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** The timer that is due first; of several at one moment the one that was set first. */
  #next(): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) if (next === undefined || timer.dueMs < next.dueMs) next = timer
    return next
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer)
    this.#nowMs = Math.max(this.#nowMs, timer.dueMs)
    timer.wake()
  }
}

/** The clock of a runtime that outlives the command lines that speak to it: each of them has a time of its own. */
export function runtimeClock(time: () => StoryTime): Clock {
  return {
    nowMs: () => time().nowMs(),
    date: () => time().date(),
    setTimer: (wake, delayMs) => time().waitForToken(wake, delayMs),
  }
}

/** Turns of the event loop in which nothing may be under way. */
const quietTurns = 6

/** Turns after which what was sent and has not arrived is taken to be held back for good, as where nobody reads it any more. */
const mostTurns = 10_000

/** Waits until what this process has sent to itself is read, and what it writes is on the disk. */
export async function everythingArrived(): Promise<void> {
  let sendingTurns = 0
  for (let quiet = 0; quiet < quietTurns; ) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    const isWriting = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))
    const isSending = sendingTurns < mostTurns && isUnderWay()
    if (isSending && !isWriting) sendingTurns += 1
    quiet = isWriting || isSending ? 0 : quiet + 1
  }
}

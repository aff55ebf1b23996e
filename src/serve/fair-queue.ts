import { BusyError } from '../ground/errors.ts'
import { onAbort } from '../ground/on-abort.ts'

/** What somebody in the queue asks: to draw one sample after another. */
export interface Ticket {
  /**
   * Waits for a slot.
   *
   * @param signal - Gives up the wait.
   * @returns What gives the slot back, once; `undefined` if the wait was given up.
   */
  turn(signal: AbortSignal): Promise<(() => void) | undefined>
  /** Place among those that wait for their first slot, from 1; `undefined` once it had one. */
  place(): number | undefined
  /** Nothing more is asked for. */
  leave(): void
}

interface Turn {
  readonly take: () => void
  isGone: boolean
}

/**
 * The slots of the runtime, shared out among clients: one sample at a time, to each client in turn, so that a vote of 64 samples holds
 * nobody up for longer than one sample of everybody before. Each step costs the same however many wait.
 */
export class FairQueue {
  readonly slots: number
  readonly #mostWaiting: number
  #free: number
  /** Turns that wait, by client; the first client of the map is the next. */
  readonly #turns = new Map<string, Turn[]>()
  /** Tickets that had no slot yet, in the order they came. */
  readonly #waiting = new Set<Ticket>()

  constructor(slots: number, mostWaiting: number) {
    this.slots = slots
    this.#free = slots
    this.#mostWaiting = mostWaiting
  }

  get free(): number {
    return this.#free
  }

  /** How many had no slot yet. */
  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * @param client - Who asks; those of one client share its turns.
   * @throws BusyError where as many wait as may.
   */
  enter(client: string): Ticket {
    if (this.#free === 0 && this.#waiting.size >= this.#mostWaiting) {
      throw new BusyError(`${this.#waiting.size} requests wait already.`, {
        fix: 'Ask again later, or let more wait: magi serve --max-queue.',
      })
    }
    const ticket: Ticket = {
      turn: (signal) => this.#turn(client, ticket, signal),
      place: () => placeIn(this.#waiting, ticket),
      leave: () => void this.#waiting.delete(ticket),
    }
    this.#waiting.add(ticket)
    return ticket
  }

  async #turn(client: string, ticket: Ticket, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined
    if (this.#free === 0) {
      const isMine = await new Promise<boolean>((resolve) => {
        const turn: Turn = {
          isGone: false,
          take() {
            unlisten()
            resolve(true)
          },
        }
        const unlisten = onAbort(signal, () => {
          turn.isGone = true
          resolve(false)
        })
        const turns = this.#turns.get(client)
        if (turns === undefined) this.#turns.set(client, [turn])
        else turns.push(turn)
      })
      if (!isMine) return undefined
    } else this.#free -= 1
    this.#waiting.delete(ticket)
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      this.#give()
    }
  }

  /** Hands a slot to the next client that waits. */
  #give(): void {
    for (const [client, turns] of this.#turns) {
      this.#turns.delete(client)
      const at = turns.findIndex(({ isGone }) => !isGone)
      if (at < 0) continue
      const [turn] = turns.splice(0, at + 1).slice(-1)
      if (turns.length > 0) this.#turns.set(client, turns)
      turn?.take()
      return
    }
    this.#free += 1
  }
}

function placeIn(waiting: ReadonlySet<Ticket>, wanted: Ticket): number | undefined {
  let place = 0
  for (const ticket of waiting) {
    place += 1
    if (ticket === wanted) return place
  }
  return undefined
}

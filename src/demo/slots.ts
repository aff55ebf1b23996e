/** A number of places, given in the order they are asked for. */
export class Slots {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(count: number) {
    this.free = count
  }

  /**
   * Waits for a place.
   *
   * @param signal - Gives up the wait, or the place.
   * @returns What gives the place back; `undefined` if the wait was given up.
   */
  async take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined
    if (this.free > 0) {
      this.free--
      return () => this.give()
    }
    return new Promise((resolve) => {
      const turn = () => {
        signal.removeEventListener('abort', leave)
        resolve(() => this.give())
      }
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(turn), 1)
        resolve(undefined)
      }
      this.waiting.push(turn)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  private give(): void {
    const next = this.waiting.shift()
    if (next === undefined) this.free++
    else next()
  }
}

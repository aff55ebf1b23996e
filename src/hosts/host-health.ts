/** What a host is as the schedule knows it. */
export type HostStanding =
  /** It may draw. */
  | { readonly type: 'up' }
  /** It is asked whether it is there, and is the host that it was: nothing begins on it meanwhile. */
  | { readonly type: 'asked'; readonly wasDown: boolean }
  /** Its breaker is open: it is asked again at a time. */
  | { readonly type: 'down'; readonly untilMs: number }
  /** It answered after it was down: one sample is tried on it, and what comes of it says whether it is up. */
  | { readonly type: 'trial' }
  /** It takes no further part in the run. */
  | { readonly type: 'out'; readonly why: string }

/** This many failures of a host in a row open its breaker although it answers. Source: the breakers of olla and litellm use three. */
const failuresInARow = 3
/** How long a breaker stays open at first, and at most, in milliseconds; each failed trial doubles it. */
const firstOpenMs = 5_000
const longestOpenMs = 60_000
/** Clean samples after which a host that was busy gets one more slot again. */
const cleanSamples = 3
/** Shortest and longest wait after a host was busy, in milliseconds. */
const busyWaitMs = { least: 1_000, most: 15_000 } as const

/**
 * Health of one host: its breaker, and how many samples it may draw at once now. Pure: the time and chance come in as numbers.
 */
export class HostHealth {
  /** Slots as configured. */
  readonly slots: number
  #standing: HostStanding
  #allowed: number
  #clean = 0
  #failures = 0
  #trials = 0
  #busyUntilMs = Number.NEGATIVE_INFINITY

  /** @param isThere - Whether it has answered already; else it is asked at once. */
  constructor(slots: number, isThere: boolean) {
    this.slots = slots
    this.#allowed = slots
    this.#standing = isThere ? { type: 'up' } : { type: 'down', untilMs: Number.NEGATIVE_INFINITY }
  }

  get standing(): HostStanding {
    return this.#standing
  }

  /** Whether nothing can be drawn on it, and it is not known when again. */
  get isGone(): boolean {
    const { type } = this.#standing
    return type === 'down' || type === 'out' || (this.#standing.type === 'asked' && this.#standing.wasDown)
  }

  /** How many samples it may draw at once at a time. */
  allowedAt(nowMs: number): number {
    if (nowMs < this.#busyUntilMs) return 0
    if (this.#standing.type === 'up') return this.#allowed
    return this.#standing.type === 'trial' ? 1 : 0
  }

  /** When it may draw again, or is to be asked again; infinite where no time says so. */
  get wakeAtMs(): number {
    if (this.#standing.type === 'down') return this.#standing.untilMs
    return this.#standing.type === 'up' || this.#standing.type === 'trial'
      ? this.#busyUntilMs
      : Number.POSITIVE_INFINITY
  }

  /** A sample ended on it as samples do. */
  served(): void {
    this.#failures = 0
    this.#trials = 0
    if (this.#standing.type === 'trial') this.#standing = { type: 'up' }
    this.#clean += 1
    if (this.#clean % cleanSamples === 0 && this.#allowed < this.slots) this.#allowed += 1
  }

  /** A sample of it has begun to come: a host on trial is up again. */
  began(): void {
    if (this.#standing.type === 'trial') this.#standing = { type: 'up' }
  }

  /** A sample broke on it. It is asked at once whether it is there. */
  broke(): void {
    this.#failures = this.#standing.type === 'trial' ? failuresInARow : this.#failures + 1
    if (this.#standing.type !== 'out' && this.#standing.type !== 'down')
      this.#standing = { type: 'asked', wasDown: false }
  }

  /** Its queue was full. */
  busy(nowMs: number, chance: number, askedWaitMs = 0): void {
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2))
    this.#clean = 0
    const waitMs = busyWaitMs.least + (busyWaitMs.most - busyWaitMs.least) * chance
    this.#busyUntilMs = nowMs + Math.max(waitMs, askedWaitMs)
  }

  /** It is to be asked now whether it is there. */
  ask(): void {
    this.#standing = { type: 'asked', wasDown: this.isGone }
  }

  /** Nobody took a request of it. */
  refused(nowMs: number, chance: number): void {
    if (this.#standing.type === 'out') return
    this.#standing = { type: 'down', untilMs: nowMs + jittered(firstOpenMs, chance) }
  }

  /** It answered, and is the host that it was. */
  answered(nowMs: number, chance: number): void {
    if (this.#standing.type !== 'asked') return
    if (this.#standing.wasDown) this.#standing = { type: 'trial' }
    else if (this.#failures < failuresInARow) this.#standing = { type: 'up' }
    else {
      const openMs = Math.min(longestOpenMs, firstOpenMs * 2 ** this.#trials)
      this.#trials += 1
      this.#failures = failuresInARow - 1
      this.#standing = { type: 'down', untilMs: nowMs + jittered(openMs, chance) }
    }
  }

  leave(why: string): void {
    this.#standing = { type: 'out', why }
  }
}

/** A time, up to a fifth shorter or longer, so that many hosts are not asked at once. */
function jittered(ms: number, chance: number): number {
  return ms * (0.8 + 0.4 * chance)
}

import { BreakVerdicts } from './break-verdicts.ts'
import type { HostAction, HostEnding, HostJob, HostTerms, LoadEnding } from './host-action.ts'
import { freeHosts, goneText, inOrder, type ScheduledHost, tailHosts } from './host-choice.ts'
import { HostHealth } from './host-health.ts'
import { HostPace, SampleLengths } from './host-pace.ts'

/** A host that fails to load a model so often takes no further part. */
const mostLoadFailures = 3
/** So many breaks, for each slot, with not one sample ended well between, are taken for the prompt's own fault. */
const breaksPerSlot = 3

/**
 * Decides which host draws which sample, and when: the one place of these decisions, for runs and for the simulation of runs alike. Pure: it knows no
 * clock, no socket and no model; times are numbers, chance is given.
 *
 * Free slots pull: what waits begins where a slot is free, as `freeHosts` ranks them. It is told what became of each action, and asked after each
 * what is to be done now.
 */
export class HostSchedule<Job extends HostJob> {
  readonly #hosts: readonly ScheduledHost<Job>[]
  readonly #chance: () => number
  readonly #goneLimitMs: number
  readonly #waiting = new Map<number, Job>()
  /** Since when nothing is there that could draw a sample that waits, by its id. */
  readonly #goneSinceMs = new Map<number, number>()
  readonly #verdicts = new BreakVerdicts()
  readonly #lengths = new SampleLengths()
  readonly #mostBreaks: number
  #breaksInARow = 0

  /**
   * @param chance - From 0 to 1, for jitter.
   * @param goneLimitMs - How long a sample waits while no host is there.
   */
  constructor(hosts: readonly HostTerms[], chance: () => number, goneLimitMs: number) {
    this.#hosts = hosts.map(({ name, slots, isThere }) => ({
      ...{ name, health: new HostHealth(slots, isThere), pace: new HostPace(), drawing: new Map() },
      ...{ warm: undefined, loading: undefined, loadFailures: 0, isProbing: false, isProving: false },
    }))
    this.#mostBreaks = breaksPerSlot * hosts.reduce((sum, { slots }) => sum + slots, 1)
    this.#chance = chance
    this.#goneLimitMs = goneLimitMs
  }

  /** Whether anything waits for a host, so that time matters. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0
  }
  /** Samples that are drawn now. */
  get drawing(): number {
    return this.#hosts.reduce((sum, { drawing }) => sum + drawing.size, 0)
  }

  standing(host: number): HostHealth['standing'] {
    return this.#at(host).health.standing
  }

  add(job: Job): void {
    this.#waiting.set(job.id, job)
  }

  /** It is no longer wanted, if it has not begun. */
  remove({ id }: Job): void {
    this.#waiting.delete(id)
    this.#goneSinceMs.delete(id)
  }

  /** When to look again although nothing has happened. */
  wakeAtMs(nowMs: number): number {
    const times = this.#hosts.map(({ health }) => health.wakeAtMs)
    for (const sinceMs of this.#goneSinceMs.values()) times.push(sinceMs + this.#goneLimitMs)
    return times.reduce((first, ms) => (ms > nowMs && ms < first ? ms : first), Number.POSITIVE_INFINITY)
  }

  /** What is to be done now. Each is taken to be under way once it was given out. */
  actions(nowMs: number): readonly HostAction<Job>[] {
    const probes = this.#probes(nowMs)
    if (this.#waiting.size === 0) return probes
    return [...this.#condemned(), ...probes, ...this.#gone(nowMs), ...this.#starts(nowMs), ...this.#proofs()]
  }

  /** A first piece of a sample has come. */
  began(place: number): void {
    this.#at(place).health.began()
  }

  /** A sample ended on its host. @returns Whether it is to be drawn again, elsewhere if that can be. */
  ended(job: Job, place: number, ending: HostEnding, nowMs: number): boolean {
    const host = this.#at(place)
    const startMs = host.drawing.get(job.id)?.startMs ?? nowMs
    host.drawing.delete(job.id)
    switch (ending.type) {
      case 'cancelled':
        return false
      case 'served':
        host.health.served()
        host.warm = job.model
        // What was refused for what it asks says nothing of the pace.
        if (ending.tokens > 0) {
          host.pace.add(ending.tokens, nowMs - startMs)
          this.#lengths.add(ending.tokens)
        }
        this.#verdicts.ended(job.key)
        this.#verdicts.hostServes(place)
        this.#breaksInARow = 0
        return false
      case 'busy':
        host.health.busy(nowMs, this.#chance(), ending.retryAfterMs)
        return true
      case 'unfit':
        this.leave(place, ending.why)
        return true
      case 'refused':
        this.#failed(place, nowMs)
        return true
      case 'broke':
        this.#verdicts.broke(job.key, place, ending.message)
        host.health.broke()
        this.#breaksInARow += 1
        return this.#breaksInARow <= this.#mostBreaks && this.#condemnedFor(job) === undefined
    }
  }

  /** A load has ended. */
  loaded(place: number, model: string, ending: LoadEnding, nowMs: number): void {
    const host = this.#at(place)
    host.loading = undefined
    if (ending.type === 'loaded') {
      host.warm = model
      host.loadFailures = 0
      return
    }
    if (ending.type === 'unfit') this.leave(place, ending.why)
    if (ending.type === 'failed') host.loadFailures += 1
    if (ending.type === 'failed' && host.loadFailures >= mostLoadFailures) this.leave(place, ending.why)
    else if (ending.type !== 'unfit') this.#failed(place, nowMs)
  }

  /** A host has a model in its memory already. */
  isWarm(place: number, model: string): void {
    this.#at(place).warm = model
  }

  /** A host was asked whether it is there, and is what it was. */
  probed(place: number, isThere: boolean, nowMs: number): void {
    const host = this.#at(place)
    host.isProbing = false
    if (!isThere) {
      this.#failed(place, nowMs)
      return
    }
    const { standing } = host.health
    // It may have been started anew, with nothing in its memory.
    if (standing.type === 'asked' && standing.wasDown) host.warm = undefined
    host.health.answered(nowMs, this.#chance())
  }

  /** Something tiny was drawn on a host to see whether it serves. */
  proved(place: number, serves: boolean, nowMs: number): void {
    this.#at(place).isProving = false
    if (serves) this.#verdicts.hostServes(place)
    else this.#failed(place, nowMs)
  }

  /** Nobody waits any more for what was asked of hosts beside samples: it is asked anew when somebody does. */
  dropErrands(): void {
    for (const host of this.#hosts)
      Object.assign(host, { loading: undefined, isProbing: false, isProving: false })
  }

  /** A host takes no further part. */
  leave(place: number, why: string): void {
    this.#verdicts.hostFailed(place)
    this.#at(place).health.leave(why)
  }

  #at(place: number): ScheduledHost<Job> {
    const host = this.#hosts[place]
    if (host === undefined) throw new RangeError(`There is no host ${place}.`)
    return host
  }

  /** Nobody is there: what broke on the host last, broke with it. */
  #failed(place: number, nowMs: number): void {
    const host = this.#at(place)
    this.#verdicts.hostFailed(place)
    host.health.refused(nowMs, this.#chance())
    host.warm = undefined
  }

  #usable = (job: Job) => this.#hosts.filter((_, place) => job.mayUse(place))

  #condemned(): HostAction<Job>[] {
    return [...this.#waiting.values()].flatMap((job) => {
      const why = job.isAgain ? this.#condemnedFor(job) : undefined
      if (why === undefined) return []
      this.remove(job)
      return [{ type: 'condemn' as const, job, why }]
    })
  }

  #condemnedFor(job: Job): string | undefined {
    const hasOthers = this.#usable(job).filter(({ health }) => !health.isGone).length > 1
    const breaks = this.#verdicts.condemned(job.key, hasOthers)
    if (breaks === undefined) return undefined
    return [...breaks].map(([place, message]) => `${this.#at(place).name}: ${message}`).join('; ')
  }

  #probes(nowMs: number): HostAction<Job>[] {
    if (!this.isWaiting && this.drawing === 0) return []
    return this.#hosts.flatMap((host, place) => {
      const { health } = host
      const { standing } = health
      if (standing.type === 'down' && standing.untilMs <= nowMs && this.isWaiting) health.ask()
      if (health.standing.type !== 'asked' || host.isProbing) return []
      host.isProbing = true
      return [{ type: 'probe' as const, host: place }]
    })
  }

  #gone(nowMs: number): HostAction<Job>[] {
    return [...this.#waiting.values()].flatMap((job) => {
      const hosts = this.#usable(job)
      if (hosts.some(({ health }) => !health.isGone)) {
        this.#goneSinceMs.delete(job.id)
        return []
      }
      const sinceMs = this.#goneSinceMs.get(job.id) ?? nowMs
      this.#goneSinceMs.set(job.id, sinceMs)
      const why = goneText(hosts, nowMs - sinceMs, this.#goneLimitMs)
      if (why === undefined) return []
      this.remove(job)
      return [{ type: 'give-up' as const, job, why }]
    })
  }

  #starts(nowMs: number): HostAction<Job>[] {
    if (!this.#hosts.some(({ health, drawing }) => health.allowedAt(nowMs) > drawing.size)) return []
    const actions: HostAction<Job>[] = []
    const tail = tailHosts(this.#hosts, this.#waiting.size, this.#lengths.median, nowMs)
    /** Slots that a host which is loading has promised to what waits. */
    const promised = new Map<number, number>()
    for (const job of inOrder(this.#waiting.values(), this.#verdicts)) {
      const free = freeHosts(this.#hosts, job, this.#verdicts, nowMs)
      // What may not be drawn everywhere goes where it may.
      const isBound = this.#hosts.some(
        (_, place) => !job.mayUse(place) || this.#verdicts.brokeOn(job.key, place),
      )
      const allowed = tail === undefined || isBound ? free : free.filter((place) => tail.includes(place))
      const place = allowed.find((each) => this.#at(each).warm === job.model)
      if (place === undefined) {
        const load = this.#loadFor(job, allowed, nowMs, promised)
        if (load !== undefined) actions.push(load)
        continue
      }
      if (tail?.includes(place)) tail.splice(tail.indexOf(place), 1)
      this.remove(job)
      this.#at(place).drawing.set(job.id, { job, startMs: nowMs })
      actions.push({ type: 'start', job, host: place })
    }
    return actions
  }

  /** A host that is to load the model for what waits; nothing where one that loads it has a slot left. */
  #loadFor(
    job: Job,
    free: readonly number[],
    nowMs: number,
    promised: Map<number, number>,
  ): HostAction<Job> | undefined {
    for (const [place, host] of this.#hosts.entries()) {
      const given = promised.get(place) ?? 0
      if (host.loading !== job.model || given >= host.health.allowedAt(nowMs)) continue
      promised.set(place, given + 1)
      return undefined
    }
    const place = free.find((each) => {
      const { warm, drawing } = this.#at(each)
      // Another model is only put out of the memory where nothing draws from it.
      return warm !== job.model && drawing.size === 0
    })
    if (place === undefined) return undefined
    this.#at(place).loading = job.model
    promised.set(place, 1)
    return { type: 'load', job, host: place }
  }

  /** Where a break waits for its verdict and nothing is drawn that could give it, the host is asked for something tiny. */
  #proofs(): HostAction<Job>[] {
    const job = this.#waiting.values().next().value
    if (job === undefined) return []
    return this.#hosts.flatMap((host, place) => {
      const isIdle = host.drawing.size === 0 && host.loading === undefined && !host.isProving
      const isDue = isIdle && host.health.standing.type === 'up' && this.#verdicts.isOpen(place)
      if (!isDue || !job.mayUse(place)) return []
      host.isProving = true
      return [{ type: 'prove' as const, job, host: place }]
    })
  }
}

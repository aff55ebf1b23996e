import type { Clock } from '../ground/clock.ts'
import { messageOf } from '../ground/errors.ts'
import { onAbort } from '../ground/on-abort.ts'
import type { ForcedDraw } from '../sample/force.ts'
import type { HostAction, HostEnding, HostJob, HostTerms, LoadEnding } from './host-action.ts'
import { hostEnding } from './host-ending.ts'
import { HostSchedule } from './host-schedule.ts'

/** What is asked of hosts for one sample. None of it throws. */
export interface PoolWork {
  readonly key: string
  readonly model: string
  readonly isAgain: boolean
  readonly mayUse: (host: number) => boolean
  /** @param onBegin - To be told when the first piece has come. */
  readonly draw: (host: number, signal: AbortSignal, onBegin: () => void) => Promise<ForcedDraw>
  readonly load: (host: number, signal: AbortSignal) => Promise<LoadEnding>
  /** Draws something tiny; whether that came to its end. */
  readonly prove: (host: number, signal: AbortSignal) => Promise<boolean>
}

/** What came of one sample. */
export type PoolResult =
  | {
      readonly type: 'drawn'
      readonly host: number
      readonly drawn: ForcedDraw
      readonly again: boolean
      readonly waitedMs: number
    }
  | { readonly type: 'condemned' | 'gone' | 'cancelled'; readonly why: string }

/** What a pool of hosts needs beside what each sample brings. */
export interface PoolTerms {
  readonly hosts: readonly HostTerms[]
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  /** How long a sample waits while no host is there, in milliseconds. */
  readonly goneLimitMs: number
  /** Asks a host whether it is there, and is the host that it was. Never throws. */
  readonly probe: (
    host: number,
    signal: AbortSignal,
  ) => Promise<'there' | 'away' | { readonly unfit: string }>
  /** Told of hosts that go away, come back or are left out. */
  readonly onNotice: (text: string) => void
}

interface Job extends HostJob, PoolWork {
  readonly signal: AbortSignal
  readonly addedMs: number
  readonly resolve: (result: PoolResult) => void
  readonly reject: (thrown: unknown) => void
  readonly unlisten: () => void
}

/**
 * Draws samples on several hosts: carries out what the schedule decides, and tells it what came of it.
 *
 * A request that nobody took, or of which nothing came, goes to another host here; a sample that broke after it had begun is given back, to be kept
 * and asked for again.
 */
export class HostPool {
  readonly #terms: PoolTerms
  readonly #schedule: HostSchedule<Job>
  readonly #told = new Map<number, string>()
  #nextId = 0
  #cancelTimer = () => {}
  /** Ends probes, loads and proofs once nothing is asked for any more. */
  #errands = new AbortController()
  #isDeciding = false
  #isStale = false

  constructor(terms: PoolTerms) {
    this.#terms = terms
    this.#schedule = new HostSchedule(terms.hosts, terms.random, terms.goneLimitMs)
  }

  /** A host has a model in its memory. */
  isWarm(host: number, model: string): void {
    this.#schedule.isWarm(host, model)
  }

  /** What became of a load that somebody else began. */
  loaded(host: number, model: string, ending: LoadEnding): void {
    this.#schedule.loaded(host, model, ending, this.#now())
  }

  /** Whether a host may draw, or be asked, and has not been left out. */
  isIn(host: number): boolean {
    return this.#schedule.standing(host).type !== 'out'
  }

  /** Draws one sample on whichever host has a slot for it. */
  draw(work: PoolWork, signal: AbortSignal): Promise<PoolResult> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        resolve({ type: 'cancelled', why: messageOf(signal.reason) })
        return
      }
      this.#add({ ...work, signal, addedMs: this.#now(), resolve, reject })
    })
  }

  #now(): number {
    return this.#terms.clock.nowMs()
  }

  #add(work: PoolWork & Pick<Job, 'signal' | 'addedMs' | 'resolve' | 'reject'>): void {
    const id = this.#nextId++
    const unlisten = onAbort(work.signal, () => {
      this.#schedule.remove(job)
      this.#settle(job, { type: 'cancelled', why: messageOf(work.signal.reason) })
    })
    const job: Job = { ...work, id, unlisten }
    this.#schedule.add(job)
    this.#decide()
  }

  /** Ends what waits: once it draws, its own ending says what came of it. */
  #settle(job: Job, result: PoolResult): void {
    job.unlisten()
    job.resolve(result)
    this.#decide()
  }

  /** Does what is to be done now, until nothing is. */
  #decide(): void {
    this.#isStale = true
    if (this.#isDeciding) return
    this.#isDeciding = true
    while (this.#isStale) {
      this.#isStale = false
      for (const action of this.#schedule.actions(this.#now())) this.#do(action)
    }
    this.#isDeciding = false
    this.#say()
    this.#cancelTimer()
    this.#cancelTimer = () => {}
    if (!this.#schedule.isWaiting) {
      if (this.#schedule.drawing === 0) {
        this.#errands.abort('nothing is drawn any more')
        this.#errands = new AbortController()
        this.#schedule.dropErrands()
      }
      return
    }
    const nowMs = this.#now()
    const wakeMs = this.#schedule.wakeAtMs(nowMs)
    if (wakeMs < Number.POSITIVE_INFINITY)
      this.#cancelTimer = this.#terms.clock.setTimer(() => this.#decide(), wakeMs - nowMs)
  }

  #do(action: HostAction<Job>): void {
    const { signal } = this.#errands
    switch (action.type) {
      case 'start':
        this.#start(action.job, action.host).catch(action.job.reject)
        return
      case 'probe':
        void this.#terms.probe(action.host, signal).then((answer) => {
          if (signal.aborted) return
          if (typeof answer === 'object') this.#schedule.leave(action.host, answer.unfit)
          else this.#schedule.probed(action.host, answer === 'there', this.#now())
          this.#decide()
        })
        return
      case 'load':
        void action.job.load(action.host, signal).then((ending) => {
          if (signal.aborted) return
          this.loaded(action.host, action.job.model, ending)
          this.#decide()
        })
        return
      case 'prove':
        void action.job.prove(action.host, signal).then((serves) => {
          if (signal.aborted) return
          this.#schedule.proved(action.host, serves, this.#now())
          this.#decide()
        })
        return
      case 'condemn':
        this.#settle(action.job, { type: 'condemned', why: action.why })
        return
      case 'give-up':
        this.#settle(action.job, { type: 'gone', why: action.why })
    }
  }

  async #start(job: Job, host: number): Promise<void> {
    job.unlisten()
    const waitedMs = this.#now() - job.addedMs
    const drawn = await job.draw(host, job.signal, () => {
      this.#schedule.began(host)
      this.#decide()
    })
    const ending = hostEnding(drawn)
    const again = this.#schedule.ended(job, host, ending, this.#now())
    if (again && goesOnByItself(drawn, ending) && !job.signal.aborted) this.#add({ ...job, isAgain: true })
    else job.resolve({ type: 'drawn', host, drawn, again, waitedMs })
    this.#decide()
  }

  /** Says of each host once what has become of it. */
  #say(): void {
    for (const [place, { name }] of this.#terms.hosts.entries()) {
      const standing = this.#schedule.standing(place)
      const { type } = standing
      const told = this.#told.get(place) ?? 'up'
      if (type === 'asked' || type === told) continue
      if (type === 'down') this.#terms.onNotice(`${name} is away: its samples go to the other hosts.`)
      if (type === 'out') this.#terms.onNotice(`${name} takes no further part: ${standing.why}.`)
      if (type === 'up' && told === 'down') this.#terms.onNotice(`${name} is back.`)
      if (type !== 'trial') this.#told.set(place, type)
    }
  }
}

/** Whether nothing of a sample is to be kept: nobody took it, or nothing came of it. */
function goesOnByItself({ draw }: ForcedDraw, { type }: HostEnding): boolean {
  return type === 'refused' || type === 'busy' || type === 'unfit' || draw.firstPartMs === undefined
}

/** On so many hosts that went on serving others a sample breaks before the break is its own. */
const hostsToCondemn = 2
/** The same, where there is no other host for it. */
const breaksToCondemn = 3
/** A sample that went down with so many hosts is drawn alone, so that it can be told which of the two broke. */
const companionsToIsolate = 5

/** What is known of the breaks of one sample. */
interface SampleBreaks {
  /** By host: breaks after which the host went on serving others. */
  readonly own: Map<number, { times: number; message: string }>
  /** Hosts of whose break nothing is known yet. */
  readonly open: Map<number, string>
  /** How often it broke together with its host. */
  withHost: number
}

/**
 * Tells samples that break hosts from hosts that break samples. Pure.
 *
 * A break is the sample's own once its host, without any failure between, has ended another sample well, or has shown in another way that it
 * serves. A break is the host's where others break with it, or where the host is gone afterwards. Without the difference long samples would die
 * of bad hosts first, and the winner of a vote would depend on the hosts.
 */
export class BreakVerdicts {
  readonly #samples = new Map<string, SampleBreaks>()
  /** By host: the sample whose break is not judged yet. */
  readonly #open = new Map<number, string>()
  /** Hosts on which samples broke together, until they serve again. */
  readonly #failing = new Set<number>()

  /** A sample broke on a host. */
  broke(key: string, host: number, message: string): void {
    const first = this.#open.get(host)
    const isTogether = first !== undefined || this.#failing.has(host)
    this.hostFailed(host)
    const breaks = this.#of(key)
    if (isTogether) {
      this.#failing.add(host)
      breaks.withHost += 1
      return
    }
    breaks.open.set(host, message)
    this.#open.set(host, key)
  }

  /** The host itself is at fault for what broke on it last. */
  hostFailed(host: number): void {
    const key = this.#open.get(host)
    this.#open.delete(host)
    const breaks = key === undefined ? undefined : this.#samples.get(key)
    if (breaks === undefined) return
    breaks.open.delete(host)
    breaks.withHost += 1
  }

  /** The host serves others: what broke on it last was at fault itself. */
  hostServes(host: number): void {
    this.#failing.delete(host)
    const key = this.#open.get(host)
    this.#open.delete(host)
    const breaks = key === undefined ? undefined : this.#samples.get(key)
    const message = breaks?.open.get(host)
    if (breaks === undefined || message === undefined) return
    breaks.open.delete(host)
    breaks.own.set(host, { times: (breaks.own.get(host)?.times ?? 0) + 1, message })
  }

  /** A sample ended as samples do: its breaks are history. */
  ended(key: string): void {
    const breaks = this.#samples.get(key)
    if (breaks === undefined) return
    for (const host of breaks.open.keys()) this.#open.delete(host)
    this.#samples.delete(key)
  }

  /** Whether a break on this host waits for its verdict. */
  isOpen(host: number): boolean {
    return this.#open.has(host)
  }

  /** Whether a sample had better be drawn elsewhere. */
  brokeOn(key: string, host: number): boolean {
    const breaks = this.#samples.get(key)
    return breaks !== undefined && (breaks.own.has(host) || breaks.open.has(host))
  }

  /** Whether it goes behind all others: it broke on several hosts, for whatever reason. */
  isSuspect(key: string): boolean {
    const breaks = this.#samples.get(key)
    return breaks !== undefined && (breaks.own.size + breaks.open.size > 1 || this.isAlone(key))
  }

  /** Whether nothing else is to be drawn beside it. */
  isAlone(key: string): boolean {
    return (this.#samples.get(key)?.withHost ?? 0) >= companionsToIsolate
  }

  /** Where a sample broke by its own fault, once that is enough: by host, what was said there. */
  condemned(key: string, hasOthers: boolean): ReadonlyMap<number, string> | undefined {
    const own = this.#samples.get(key)?.own
    if (own === undefined) return undefined
    const times = [...own.values()].reduce((sum, each) => sum + each.times, 0)
    const isEnough = own.size >= hostsToCondemn || (!hasOthers && times >= breaksToCondemn)
    return isEnough ? new Map([...own].map(([host, { message }]) => [host, message])) : undefined
  }

  #of(key: string): SampleBreaks {
    const breaks = this.#samples.get(key) ?? { own: new Map(), open: new Map(), withHost: 0 }
    this.#samples.set(key, breaks)
    return breaks
  }
}

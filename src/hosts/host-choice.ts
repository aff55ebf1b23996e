import type { BreakVerdicts } from './break-verdicts.ts'
import type { HostJob } from './host-action.ts'
import type { HostHealth } from './host-health.ts'
import type { HostPace } from './host-pace.ts'
import { tailStarts } from './tail-rule.ts'

/** What the schedule knows of one host. */
export interface ScheduledHost<Job extends HostJob> {
  readonly name: string
  readonly health: HostHealth
  readonly pace: HostPace
  readonly drawing: Map<number, { readonly job: Job; readonly startMs: number }>
  /** The model in its memory, as far as is known. */
  warm: string | undefined
  loading: string | undefined
  loadFailures: number
  isProbing: boolean
  isProving: boolean
}

type Hosts<Job extends HostJob> = readonly ScheduledHost<Job>[]

/** What waits, in the order in which it is to begin: what was drawn before first, what broke on several hosts last. */
export function inOrder<Job extends HostJob>(waiting: Iterable<Job>, verdicts: BreakVerdicts): Job[] {
  const rank = ({ key, isAgain }: Job) => (verdicts.isSuspect(key) ? 2 : isAgain ? 0 : 1)
  return [...waiting].sort((a, b) => rank(a) - rank(b) || a.id - b.id)
}

/** Hosts that have a free slot for a sample: one that has the model in memory first, of those the faster one, of those the first. */
export function freeHosts<Job extends HostJob>(
  hosts: Hosts<Job>,
  job: Job,
  verdicts: BreakVerdicts,
  nowMs: number,
): number[] {
  const isAlone = verdicts.isAlone(job.key)
  const free = hosts.flatMap((host, place) => {
    const { health, drawing, loading } = host
    const isFree =
      loading === undefined &&
      health.allowedAt(nowMs) > drawing.size &&
      job.mayUse(place) &&
      (isAlone ? drawing.size === 0 : !holdsAlone(host, verdicts))
    return isFree ? [place] : []
  })
  const brokeOn = (place: number) => verdicts.brokeOn(job.key, place)
  const hasOthers = hosts.some(({ health }, place) => !health.isGone && job.mayUse(place) && !brokeOn(place))
  const isWarm = (place: number) => (hosts[place]?.warm === job.model ? 1 : 0)
  const rate = (place: number) => hosts[place]?.pace.tokensPerSecond ?? 0
  return free
    .filter((place) => !brokeOn(place) || (!hasOthers && !verdicts.isOpen(place)))
    .sort((a, b) => isWarm(b) - isWarm(a) || rate(b) - rate(a) || a - b)
}

/** Whether a host draws a sample beside which nothing else is to be drawn. */
function holdsAlone<Job extends HostJob>({ drawing }: ScheduledHost<Job>, verdicts: BreakVerdicts): boolean {
  for (const { job } of drawing.values()) return verdicts.isAlone(job.key)
  return false
}

/**
 * For the last samples, the hosts on which one may begin now; nothing where more are likely to come, and where too little is known.
 *
 * @param medianTokens - What a sample is likely to take.
 */
export function tailHosts<Job extends HostJob>(
  hosts: Hosts<Job>,
  waiting: number,
  medianTokens: number,
  nowMs: number,
): number[] | undefined {
  const slots = hosts.reduce((sum, { health }) => sum + health.slots, 0)
  const drawn = hosts.reduce((sum, { drawing }) => sum + drawing.size, 0)
  // Whoever launches fills every slot as long as there is something to launch.
  if (waiting + drawn >= slots || medianTokens === 0) return undefined
  const seen = hosts.map(({ health, drawing, pace, loading }) => ({
    sampleMs: pace.tokensPerSecond === 0 ? 0 : (medianTokens / pace.tokensPerSecond) * 1_000,
    free: loading === undefined ? Math.max(0, health.allowedAt(nowMs) - drawing.size) : 0,
    drawingMs: health.isGone ? [] : [...drawing.values()].map(({ startMs }) => nowMs - startMs),
  }))
  return [...tailStarts(seen, waiting)]
}

/**
 * Why a sample waits for none of these hosts any longer; `undefined` where it still waits.
 *
 * @param goneMs - Since when none of them is there.
 */
export function goneText<Job extends HostJob>(
  hosts: Hosts<Job>,
  goneMs: number,
  limitMs: number,
): string | undefined {
  const reasons = hosts.map(({ health: { standing } }) => (standing.type === 'out' ? standing.why : ''))
  if (reasons.every((why) => why !== '')) return `no host is left: ${reasons.join('; ')}`
  if (goneMs < limitMs) return undefined
  return `no host has answered for ${Math.round(goneMs / 1_000)} s (${hosts.map(({ name }) => name).join(', ')})`
}

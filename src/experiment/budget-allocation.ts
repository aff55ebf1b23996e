import type { Clock } from '../ground/clock.ts'
import { parseDuration } from '../ground/duration.ts'
import { UsageError } from '../ground/errors.ts'
import type { VoteTrack } from '../vote/vote-track.ts'
import { type BudgetLimits, createBudget } from './budget.ts'
import type { BenchAllocation } from './run-bench.ts'

/** Most samples of one problem under a budget, unless `-n` says otherwise: the N whose winner the votes are to find. */
export const budgetMost = 40

/** How a budget is spread. */
export interface AllocationPlan {
  readonly limits: BudgetLimits
  /** Most samples of one problem. */
  readonly most: number
  readonly slots: number
  readonly clock: Clock
  /** Milliseconds that earlier parts of the run were drawing. */
  readonly spentMs?: number
}

/** Spreads one budget over all problems of an experiment: each next sample goes where the vote is most at risk. */
export function budgetAllocation({
  limits,
  most,
  slots,
  clock,
  spentMs = 0,
}: AllocationPlan): BenchAllocation {
  const startMs = clock.nowMs() - spentMs
  let budget: ReturnType<typeof createBudget> | undefined
  /** The votes that may have samples which are not counted yet. */
  const inFlight = new Set<VoteTrack>()
  return {
    next(tracks, free) {
      if (budget === undefined) {
        budget = createBudget({ problems: tracks.size, limits, most, slots })
        for (const { place, track } of tracks.begun().values()) budget.update(place, votesOf(track))
      }
      // A sample that has ended is not counted yet, and may change where the next is worth most: its slot waits for the disk.
      let uncounted = 0
      for (const open of inFlight) {
        if (open.uncounted === 0) inFlight.delete(open)
        uncounted += open.uncounted
      }
      if (uncounted >= slots) return undefined
      const place = budget.next(clock.nowMs() - startMs)
      const track = place === undefined ? undefined : tracks.at(place)
      const task = track?.next(free)
      if (place !== undefined && task === undefined) budget.withdraw(place)
      if (track !== undefined && task !== undefined) inFlight.add(track)
      return place === undefined || task === undefined ? undefined : { place, task }
    },
    counted(place, track) {
      budget?.update(place, votesOf(track))
    },
  }
}

function votesOf(track: VoteTrack) {
  const { state, tokens } = track
  return { counts: [...state.counts], drawn: state.drawn, tokens: tokens.output }
}

/**
 * Reads `--budget` flags: `mean=8`, `samples=500`, `tokens=2000000`, `time=8h`, any of them together.
 *
 * @returns `undefined` where none is given.
 * @throws UsageError for anything else.
 */
export function parseBudget(flags: readonly string[]): BudgetLimits | undefined {
  if (flags.length === 0) return undefined
  const limits: { -readonly [Key in keyof BudgetLimits]: BudgetLimits[Key] } = {}
  for (const flag of flags.flatMap((each) => each.split(','))) {
    const [, name = '', value = ''] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(flag) ?? []
    const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0
    if (name === 'time') limits.timeMs = parseDuration(value)
    else if (name === 'mean' && number >= 1) limits.mean = number
    else if ((name === 'samples' || name === 'tokens') && number >= 1 && Number.isInteger(number))
      limits[name] = number
    else {
      throw new UsageError(`--budget ${flag} is no budget.`, {
        fix: 'Use mean=8 (samples a problem, at least 1), samples=500, tokens=2000000 or time=8h.',
      })
    }
  }
  return limits
}

import type { ReportedProblem, ReportedSample } from './report.ts'

/** A stretch of time in which a slot drew a sample. */
export interface TimelineBar {
  readonly problem: string
  readonly sample: ReportedSample
  /** From 0. */
  readonly slot: number
  readonly startMs: number
  readonly endMs: number
}

/**
 * When which slot drew what. A sample whose slot was not recorded gets the lowest one free at its start.
 *
 * @returns Bars by start; samples without times are left out.
 */
export function timeline(problems: readonly ReportedProblem[]): TimelineBar[] {
  const timed = problems
    .flatMap(({ id, samples }) =>
      samples.flatMap((sample) =>
        sample.startedAtMs === undefined || sample.elapsedMs === undefined
          ? []
          : [
              {
                problem: id,
                sample,
                startMs: sample.startedAtMs,
                endMs: sample.startedAtMs + sample.elapsedMs,
              },
            ],
      ),
    )
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
  const freeAtMs: number[] = []
  return timed.map((bar) => {
    const free = freeAtMs.findIndex((atMs = 0) => atMs <= bar.startMs)
    const slot = bar.sample.slot ?? (free < 0 ? freeAtMs.length : free)
    freeAtMs[slot] = Math.max(freeAtMs[slot] ?? 0, bar.endMs)
    return { ...bar, slot }
  })
}

/** How busy the slots were in a stretch of time, by how the samples ended that kept them so. */
export interface BusyTime {
  readonly startMs: number
  readonly endMs: number
  readonly ending: string
  /** Slots busy with samples of this ending, mean over the stretch. */
  readonly slots: number
}

/** A timeline too long for single bars, in stretches of equal length. */
export function busyTimes(bars: readonly TimelineBar[], stretches = 120): BusyTime[] {
  const endMs = bars.reduce((last, bar) => Math.max(last, bar.endMs), 0)
  const startMs = bars.reduce((first, bar) => Math.min(first, bar.startMs), endMs)
  const widthMs = Math.max(1, (endMs - startMs) / stretches)
  const busy = new Map<string, number[]>()
  for (const bar of bars) {
    const ending = bar.sample.ending ?? 'ending not recorded'
    const sums = busy.get(ending) ?? Array<number>(stretches).fill(0)
    busy.set(ending, sums)
    const first = Math.floor((bar.startMs - startMs) / widthMs)
    const last = Math.min(stretches - 1, Math.floor((bar.endMs - startMs) / widthMs))
    for (let stretch = first; stretch <= last; stretch++) {
      const from = startMs + stretch * widthMs
      const overlapMs = Math.min(bar.endMs, from + widthMs) - Math.max(bar.startMs, from)
      sums[stretch] = (sums[stretch] ?? 0) + Math.max(0, overlapMs) / widthMs
    }
  }
  return [...busy].flatMap(([ending, sums]) =>
    sums.map((slots, stretch) => {
      const from = startMs + stretch * widthMs
      return { startMs: from, endMs: from + widthMs, ending, slots }
    }),
  )
}

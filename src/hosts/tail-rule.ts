/** A host as the tail rule sees it. */
export interface TailHost {
  /** How long a sample takes there, in milliseconds; 0 where that is not known. */
  readonly sampleMs: number
  readonly free: number
  /** For each sample that is drawn there: for how long, in milliseconds. */
  readonly drawingMs: readonly number[]
}

/**
 * Says for the last samples whether each had better begin now, or wait for a faster host. Pure.
 *
 * Samples are given, one after another, to the slot where each would end first, those that are still drawing included. One whose slot is not
 * free yet waits for it: on a slow host it would end later than on a fast one that it waits for.
 *
 * @param waiting - How many samples wait.
 * @returns The hosts on which one may begin now, by place, each as often as samples may.
 */
export function tailStarts(hosts: readonly TailHost[], waiting: number): readonly number[] {
  const slots = hosts.map(({ free, drawingMs, sampleMs }) => [
    ...Array.from({ length: free }, () => 0),
    ...drawingMs.map((ms) => timeLeft(ms, sampleMs)).sort((a, b) => a - b),
  ])
  const starts: number[] = []
  for (let left = waiting; left > 0; left -= 1) {
    let best: number | undefined
    let bestEndMs = Number.POSITIVE_INFINITY
    for (const [place, { sampleMs }] of hosts.entries()) {
      const freeAtMs = slots[place]?.[0]
      if (freeAtMs === undefined) continue
      // Nothing is known of it yet: it is tried where it is free, and not waited for.
      const endMs = sampleMs === 0 ? (freeAtMs === 0 ? 0 : Number.POSITIVE_INFINITY) : freeAtMs + sampleMs
      if (endMs < bestEndMs) {
        best = place
        bestEndMs = endMs
      }
    }
    if (best === undefined) break
    const times = slots[best] ?? []
    const freeAtMs = times.shift() ?? 0
    if (freeAtMs === 0) starts.push(best)
    const endMs = freeAtMs + (hosts[best]?.sampleMs ?? 0)
    const at = times.findIndex((ms) => ms > endMs)
    times.splice(at === -1 ? times.length : at, 0, endMs)
  }
  return starts
}

/** One that has taken longer than most is likely to be one of the long ones. */
function timeLeft(drawnMs: number, sampleMs: number): number {
  return Math.max(sampleMs - drawnMs, sampleMs / 2, 1)
}

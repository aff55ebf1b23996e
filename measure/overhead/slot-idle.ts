/** One draw as the runtime saw it: from the moment its slot was given to it to the end of its stream, in milliseconds. */
export interface Draw {
  readonly startMs: number
  readonly endMs: number
}

/**
 * The share of slot time in which nothing was drawn: 1 - busy time / (slots × span).
 *
 * The span goes from the first draw's start to the last one's end, so that start-up and what follows the last sample are not in it; the
 * unequal ends of the last wave are.
 *
 * @param draws - Every draw of the run, at least one; at most `slots` of them at once.
 * @param slots - How many the runtime draws at once.
 * @returns A share from 0 to 1.
 */
export function idleShare(draws: readonly Draw[], slots: number): number {
  const span = Math.max(...draws.map(({ endMs }) => endMs)) - Math.min(...draws.map(({ startMs }) => startMs))
  const busy = draws.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs), 0)
  return 1 - busy / (slots * span)
}

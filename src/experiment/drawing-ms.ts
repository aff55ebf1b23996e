import type { Sample } from '../sample/sample.ts'

/**
 * How long a run was drawing: the time in which at least one of its samples was under way. What lies between an interruption and the
 * resumption is not in it.
 *
 * @param samples - Every attempt, in any order; those without a start are left out.
 * @returns Milliseconds.
 */
export function drawingMs(samples: readonly Pick<Sample, 'timing'>[]): number {
  const spans = samples
    .flatMap(({ timing: { startedAtMs, elapsedMs } }) =>
      startedAtMs === undefined ? [] : [{ from: startedAtMs, to: startedAtMs + elapsedMs }],
    )
    .sort((left, right) => left.from - right.from)
  let sum = 0
  let until = 0
  for (const { from, to } of spans) {
    sum += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return sum
}

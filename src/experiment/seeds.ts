import { createHash } from 'node:crypto'
import { UsageError } from '../ground/errors.ts'
import { seedCount } from '../ground/seed.ts'

/**
 * The seed of the first sample of each problem; sample i has that + i.
 *
 * The first 31 bits of SHA-256 over run seed and problem id, so that a problem has the same seeds whatever else is in the set. Where the ranges of
 * two problems would meet, the later one in the set moves on to its next hash.
 *
 * @param runSeed - Seed of the run, 0 … 2^31 - 1.
 * @param ids - Ids of the problems, distinct, in the order of the set.
 * @param perProblem - Seeds that each problem needs, extensions of ties included.
 * @throws UsageError if so many seeds cannot be kept apart.
 */
export function problemSeeds(
  runSeed: number,
  ids: readonly string[],
  perProblem: number,
): Map<string, number> {
  if (ids.length * perProblem * 2 > seedCount) {
    throw new UsageError(`${ids.length} problems × ${perProblem} samples need more seeds than there are.`, {
      fix: 'Draw fewer samples a problem, or split the set.',
    })
  }
  const seeds = new Map<string, number>()
  const taken: [from: number, to: number][] = []
  for (const id of ids) {
    for (let salt = 0; ; salt += 1) {
      const from = hashOf(`${runSeed}/${salt}/${id}`) % (seedCount - perProblem)
      const place = firstAbove(taken, from)
      const before = taken[place - 1]
      const behind = taken[place]
      if (
        (before !== undefined && before[1] > from) ||
        (behind !== undefined && behind[0] < from + perProblem)
      )
        continue
      taken.splice(place, 0, [from, from + perProblem])
      seeds.set(id, from)
      break
    }
  }
  return seeds
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 1
}

/** Place of the first range that begins above a seed. */
function firstAbove(ranges: readonly (readonly [number, number])[], seed: number): number {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.[0] ?? 0) <= seed) low = middle + 1
    else high = middle
  }
  return low
}

import type { Problem } from '../config/problem.ts'
import { retriesOf } from '../sample/drawer.ts'
import type { Sample } from '../sample/sample.ts'
import { retriesBySeed, seedOf, seedsInOrder } from '../sample/seeds.ts'
import { seedsReserved, type VotingPolicy } from '../vote/policy.ts'
import type { Manifest } from './manifest.ts'

/** What of a sample says where in its run it belongs. */
export type PlacedSample = Pick<Sample, 'key' | 'problem' | 'index' | 'seed'>

/** What of a manifest says which samples its run can have. */
type Planned = VotingPolicy & Pick<Manifest, 'command' | 'seedBase' | 'onTrip' | 'maxAttempts'>

/**
 * The places that the samples of a run can have: its problems, indexes below the most that may be drawn of each, and the seed of each place,
 * or that of a retry.
 *
 * @param problems - Of an experiment, as they were asked. Where they are not at hand, problem and seed are not looked at.
 * @returns What is wrong with the place of a sample: a sentence each; none for a sample of this run.
 */
export function samplePlaces(
  manifest: Planned,
  problems: readonly Pick<Problem, 'id'>[],
): (sample: PlacedSample) => string[] {
  const { command, seedBase, onTrip, maxAttempts } = manifest
  const perProblem = seedsReserved(manifest)
  const ids = problems.map(({ id }) => id)
  const baseOf =
    command === 'vote'
      ? (problem: string) => (problem === 'p1' ? seedBase : undefined)
      : basesInOrder(ids, seedsInOrder(seedBase, ids, perProblem))
  const isKnown = command === 'vote' || ids.length > 0
  // Where answers cannot be forced out, samples are drawn again instead; which of the two it was, the manifest cannot know.
  const retries = retriesOf(onTrip === 'force' ? 'retry' : onTrip, maxAttempts)
  return ({ key, problem, index, seed }) => {
    const wrong: string[] = []
    if (key !== `${problem}/${index}`) wrong.push(`its key is not "${problem}/${index}"`)
    if (index >= perProblem) wrong.push(`index ${index} is beyond the ${perProblem} samples of the run`)
    if (!isKnown) return wrong
    const base = baseOf(problem)
    if (base === undefined) return [...wrong, `there is no problem "${problem}" in the run`]
    const strides = retriesBySeed(seed, base, index)
    if (!Number.isInteger(strides) || strides > retries)
      wrong.push(`its seed is ${seed}, by the manifest ${seedOf(base, index)}`)
    return wrong
  }
}

/** The first seed of a problem by its id, worked out up to that problem: of a large set that was begun, little is asked for. */
function basesInOrder(
  ids: readonly string[],
  seedAt: (place: number) => number,
): (problem: string) => number | undefined {
  const bases = new Map<string, number>()
  let place = 0
  return (problem) => {
    for (; place < ids.length && !bases.has(problem); place += 1) bases.set(ids[place] ?? '', seedAt(place))
    return bases.get(problem)
  }
}

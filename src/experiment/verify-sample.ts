import type { Problem } from '../config/problem.ts'
import { seedSteps } from '../ground/seed.ts'
import type { Manifest } from '../journal/manifest.ts'
import { retriesOf } from '../sample/drawer.ts'
import { seedsReserved } from '../vote/policy.ts'
import type { VotedSample } from '../vote/recount.ts'
import { retryStride, seedOf } from '../vote/vote-track.ts'
import { problemSeeds } from './seeds.ts'

/** Checks the samples of one journal, in the order written. */
export interface SampleChecks {
  /** What is wrong with the next sample: a sentence each; none for a good one. */
  read(sample: VotedSample, line: number): string[]
}

/** Begins to check the samples of a run against its manifest. */
export function sampleChecks(manifest: Manifest, problems: readonly Problem[]): SampleChecks {
  const { command, seedBase, onTrip, maxAttempts } = manifest
  const perProblem = seedsReserved(manifest)
  const bases =
    command === 'vote'
      ? new Map([['p1', seedBase]])
      : problemSeeds(
          seedBase,
          problems.map(({ id }) => id),
          perProblem,
        )
  // Where answers cannot be forced out, samples are drawn again instead; which of the two it was, the manifest cannot know.
  const retries = retriesOf(onTrip === 'force' ? 'retry' : onTrip, maxAttempts)
  const seen = new Map<string, { readonly attempt: number; readonly line: number }>()
  return {
    read(sample, line) {
      const { key, problem, index, attempt } = sample
      const wrong: string[] = []
      const base = bases.get(problem)
      if (key !== `${problem}/${index}`) wrong.push(`its key is not "${problem}/${index}"`)
      if (base === undefined) wrong.push(`there is no problem "${problem}" in the run`)
      if (index >= perProblem) wrong.push(`index ${index} is beyond the ${perProblem} samples of the run`)
      const before = seen.get(`${problem}/${index}`)
      if (before !== undefined && attempt <= before.attempt) {
        wrong.push(`attempt ${attempt} is there already, on line ${before.line} or before it`)
      } else if (attempt !== (before?.attempt ?? 0) + 1) {
        wrong.push(
          `attempt ${attempt} follows ${before === undefined ? 'none' : `attempt ${before.attempt}`}`,
        )
      }
      seen.set(`${problem}/${index}`, { attempt, line })
      if (base !== undefined) wrong.push(...seedFaults(sample, seedOf(base, index), retries))
      wrong.push(...answerFaults(sample))
      return wrong
    },
  }
}

/** A sample has the seed of its place; one drawn again after a trip has that of a retry. */
function seedFaults({ seed }: VotedSample, planned: number, retries: number): string[] {
  const strides = seedSteps(planned, seed) / retryStride
  if (Number.isInteger(strides) && strides <= retries) return []
  return [`its seed is ${seed}, by the manifest ${planned}`]
}

/** What did not finish by itself has an answer only where it was forced out. */
function answerFaults({ answer, end, forced }: VotedSample): string[] {
  if (answer.type === 'none' || forced || (end.type === 'finished' && end.reason === 'stop')) return []
  return [`it has an answer though it ended as ${end.type}`]
}

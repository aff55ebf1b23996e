import type { Problem } from '../config/problem.ts'
import type { Manifest } from '../journal/manifest.ts'
import { samplePlaces } from '../journal/sample-places.ts'
import type { VotedSample } from '../vote/recount.ts'

/** Checks the samples of one journal, in the order written. */
export interface SampleChecks {
  /** What is wrong with the next sample: a sentence each; none for a good one. */
  read(sample: VotedSample, line: number): string[]
}

/** Begins to check the samples of a run against its manifest: their places, their attempts, their answers. */
export function sampleChecks(manifest: Manifest, problems: readonly Problem[]): SampleChecks {
  const misplaced = samplePlaces(manifest, problems)
  const seen = new Map<string, { readonly attempt: number; readonly line: number }>()
  return {
    read(sample, line) {
      const { problem, index, attempt } = sample
      const wrong = misplaced(sample)
      const before = seen.get(`${problem}/${index}`)
      if (before !== undefined && attempt <= before.attempt) {
        wrong.push(`attempt ${attempt} is there already, on line ${before.line} or before it`)
      } else if (attempt !== (before?.attempt ?? 0) + 1) {
        wrong.push(
          `attempt ${attempt} follows ${before === undefined ? 'none' : `attempt ${before.attempt}`}`,
        )
      }
      seen.set(`${problem}/${index}`, { attempt, line })
      wrong.push(...answerFaults(sample))
      return wrong
    },
  }
}

/** What did not finish by itself has an answer only where it was forced out. */
function answerFaults({ answer, end, forced }: VotedSample): string[] {
  if (answer.type === 'none' || forced || (end.type === 'finished' && end.reason === 'stop')) return []
  return [`it has an answer though it ended as ${end.type}`]
}

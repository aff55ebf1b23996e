import type { GroupGrower } from '../answer/growing-groups.ts'
import type { Sample } from '../sample/sample.ts'
import type { VotingPolicy } from './policy.ts'
import type { TrackOutcome } from './rule-watch.ts'
import { voteCounter } from './vote-counter.ts'
import { VoteTrack } from './vote-track.ts'
import { watchVote } from './watch-vote.ts'

/** What of a sample a vote needs: not its texts. */
export type VotedSample = Omit<Sample, 'thinking' | 'text'>

/**
 * The vote as it was held: everything that was drawn counts, with what the other attempts and the cancelled samples cost. It is the one answer
 * to that question, while a run is drawn and whenever it is read.
 *
 * The order in which samples ended is not recorded, and where the rule stopped need not be found again: what is on the disk says it. What a
 * cancelled sample would have said nobody knows: it is no ballot.
 *
 * @param samples - Of one problem, in the order written; of several attempts at an index the last given counts.
 */
export function recountVote(
  samples: readonly VotedSample[],
  policy: VotingPolicy,
  group: GroupGrower,
): TrackOutcome {
  const withoutTexts = samples.map((sample): Sample => ({ ...sample, thinking: '', text: '' }))
  return new VoteTrack({ policy, seedBase: 0, retries: 0 }, group, withoutTexts).outcome()
}

/**
 * Votes on recorded samples under a policy, one at a time in launch order: the rule stops the vote where it first has enough. Samples behind that
 * count as saved.
 *
 * @param samples - Of one problem, in any order; of several attempts at an index the last given counts, cancelled ones are left out.
 */
export function simulateVote(
  samples: readonly VotedSample[],
  policy: VotingPolicy,
  group: GroupGrower,
): TrackOutcome {
  const last = new Map(samples.map((sample) => [sample.index, sample]))
  const drawn = [...last.values()]
    .filter(({ end }) => end.type !== 'cancelled')
    .sort((left, right) => left.index - right.index)
  const counter = voteCounter(group, policy)
  const watch = watchVote(policy, counter, group)
  for (const sample of drawn) {
    if (watch.enough) break
    counter.add(sample)
    watch.look()
  }
  return watch.outcome()
}

import type { Sample } from '../sample/sample.ts'
import { mostSamples, stopRuleOf, stopTerms, type VotingPolicy } from './policy.ts'
import { riskAtStop } from './risk.ts'
import { askedAfterTie } from './schedule.ts'
import { decideStop, samplesToWait } from './stop-rule.ts'
import type { GroupAnswers } from './tally.ts'
import { decideVote } from './vote.ts'
import { voteCounter } from './vote-counter.ts'
import { type TrackOutcome, VoteTrack } from './vote-track.ts'

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
  group: GroupAnswers,
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
  group: GroupAnswers,
): TrackOutcome {
  const last = new Map(samples.map((sample) => [sample.index, sample]))
  const drawn = [...last.values()]
    .filter(({ end }) => end.type !== 'cancelled')
    .sort((left, right) => left.index - right.index)
  const rule = stopRuleOf(policy)
  const counter = voteCounter(group, policy)
  let asked = policy.n
  let count = 0
  let chosenSample: number | undefined
  let nextLook = { drawn: 0, regroupings: 0 }
  for (const sample of drawn) {
    if (count >= asked) break
    counter.add(sample)
    count += 1
    const state = counter.state(stopTerms(policy, asked))
    const regroupings = counter.regroupings()
    if (regroupings === nextLook.regroupings && count < Math.min(nextLook.drawn, asked)) continue
    const decision = decideStop(rule, state)
    asked = askedAfterTie(state, mostSamples(policy))
    if (decision.enough && asked === state.asked) {
      chosenSample = decision.chosen === undefined ? undefined : counter.firstAt(decision.chosen)
      break
    }
    nextLook = { drawn: count + samplesToWait(rule, state), regroupings }
  }
  const state = counter.state(stopTerms(policy, asked))
  const place = chosenSample === undefined ? -1 : state.placeOf(chosenSample)
  const chosen = place < 0 ? undefined : place
  const tally = counter.tally()
  return {
    vote: decideVote(tally, policy, chosen),
    risk: riskAtStop(state, chosen),
    tally,
    samples: { asked, ...counter.endings() },
    tokens: counter.tokens(),
  }
}

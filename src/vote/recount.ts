import type { Sample } from '../sample/sample.ts'
import { mostSamples, stopRuleOf, stopTerms, type VotingPolicy } from './policy.ts'
import { riskAtStop } from './risk.ts'
import { askedAfterTie } from './schedule.ts'
import { decideStop, type StopRule, withMinimum } from './stop-rule.ts'
import { stopState } from './stop-state.ts'
import type { GroupAnswers } from './tally.ts'
import { decideVote } from './vote.ts'
import { type VoteCounter, voteCounter } from './vote-counter.ts'
import type { TrackOutcome } from './vote-track.ts'

/** What of a sample a vote needs: not its texts. */
export type VotedSample = Omit<Sample, 'thinking' | 'text'>

/**
 * The vote as it was held: everything that was drawn counts, with what the other attempts and the cancelled samples cost. The order in which
 * samples ended is not recorded, and where the rule stopped need not be found again: what is on the disk says it.
 *
 * What a cancelled sample would have said nobody knows: it is no ballot.
 *
 * @param samples - Of one problem, in the order written; of several attempts at an index the last given counts.
 */
export function recountVote(
  samples: readonly VotedSample[],
  policy: VotingPolicy,
  group: GroupAnswers,
): TrackOutcome {
  const { last, drawn } = lastOf(samples)
  const counter = voteCounter(group, policy)
  const counted = countInOrder(drawn, policy, counter, withMinimum(stopRuleOf(policy), drawn.length))
  for (const sample of samples) if (last.get(sample.index) !== sample) counter.addTokens(withoutTexts(sample))
  const cancelled = [...last.values()].filter(({ end }) => end.type === 'cancelled')
  for (const sample of cancelled.slice(0, counted.asked - counted.tally.drawn))
    counter.add(withoutTexts(sample))
  return outcomeOf(counted, policy, counter)
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
  const counter = voteCounter(group, policy)
  return outcomeOf(countInOrder(lastOf(samples).drawn, policy, counter, stopRuleOf(policy)), policy, counter)
}

function lastOf(samples: readonly VotedSample[]) {
  const last = new Map(samples.map((sample) => [sample.index, sample]))
  const drawn = [...last.values()]
    .filter(({ end }) => end.type !== 'cancelled')
    .sort((a, b) => a.index - b.index)
  return { last, drawn }
}

/** Counts samples one at a time until the rule has enough. */
function countInOrder(
  drawn: readonly VotedSample[],
  policy: VotingPolicy,
  counter: VoteCounter,
  rule: StopRule,
) {
  let asked = policy.n
  let tally = counter.tally()
  let chosenSample: number | undefined
  for (const sample of drawn) {
    if (tally.drawn >= asked) break
    counter.add(withoutTexts(sample))
    tally = counter.tally()
    const state = stopState(tally, stopTerms(policy, asked))
    const decision = decideStop(rule, state)
    asked = askedAfterTie(state, mostSamples(policy))
    if (decision.enough && asked === state.asked) {
      chosenSample = decision.chosen === undefined ? undefined : tally.clusters[decision.chosen]?.samples[0]
      break
    }
  }
  return { asked, tally, chosenSample }
}

function outcomeOf(
  { asked, tally, chosenSample }: ReturnType<typeof countInOrder>,
  policy: VotingPolicy,
  counter: VoteCounter,
): TrackOutcome {
  const place = tally.clusters.findIndex(
    ({ samples }) => chosenSample !== undefined && samples.includes(chosenSample),
  )
  const chosen = place === -1 ? undefined : place
  return {
    vote: decideVote(tally, policy, chosen),
    risk: riskAtStop(stopState(tally, stopTerms(policy, asked)), chosen),
    tally,
    samples: { asked, ...counter.endings() },
    tokens: counter.tokens(),
  }
}

function withoutTexts(sample: VotedSample): Sample {
  return { ...sample, thinking: '', text: '' }
}

import type { Sample } from '../sample/sample.ts'
import { askedAfterTie } from './schedule.ts'
import { decideStop } from './stop-rule.ts'
import { stopState } from './stop-state.ts'
import type { GroupAnswers } from './tally.ts'
import { decideVote } from './vote.ts'
import { voteCounter } from './vote-counter.ts'
import type { TrackOutcome, TrackPlan } from './vote-track.ts'

/** What of a sample a vote needs: not its texts. */
export type VotedSample = Omit<Sample, 'thinking' | 'text'>

/** How recorded samples are voted on again. */
export type ReplayPlan = Omit<TrackPlan, 'seedBase' | 'schedule' | 'retries'>

/**
 * Votes again on samples that were drawn before, one at a time in launch order, without a model.
 *
 * What a cancelled sample would have said nobody knows: it is left out. Samples behind the one at which the rule has enough count as saved.
 *
 * @param samples - Of one problem, in any order; of several attempts at an index the last given counts.
 */
export function replayVote(
  samples: readonly VotedSample[],
  plan: ReplayPlan,
  group: GroupAnswers,
): TrackOutcome {
  const { n, rule, tie, extendBy, quorum } = plan
  const last = new Map(samples.map((sample) => [sample.index, sample]))
  const drawn = [...last.values()]
    .filter(({ end }) => end.type !== 'cancelled')
    .sort((a, b) => a.index - b.index)
  const counter = voteCounter(group, plan.countForced)
  let asked = n
  let tally = counter.tally()
  let chosenSample: number | undefined
  for (const sample of drawn) {
    if (tally.drawn >= asked) break
    counter.add({ ...sample, thinking: '', text: '' })
    tally = counter.tally()
    const state = stopState(tally, { asked, tie, ...(quorum === undefined ? {} : { quorum }) })
    const decision = decideStop(rule, state)
    asked = askedAfterTie(state, n + extendBy)
    if (decision.enough && asked === state.asked) {
      chosenSample = decision.chosen === undefined ? undefined : tally.clusters[decision.chosen]?.samples[0]
      break
    }
  }
  const chosen = tally.clusters.findIndex(
    ({ samples }) => chosenSample !== undefined && samples.includes(chosenSample),
  )
  return {
    vote: decideVote(tally, { ...plan, ...(chosen === -1 ? {} : { chosen }) }),
    tally,
    samples: { asked, ...counter.endings() },
    tokens: counter.tokens(),
  }
}

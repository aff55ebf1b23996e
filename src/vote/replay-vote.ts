import type { Sample } from '../sample/sample.ts'
import { riskAtStop } from './risk.ts'
import { askedAfterTie } from './schedule.ts'
import { decideStop, withMinimum } from './stop-rule.ts'
import { stopState } from './stop-state.ts'
import type { GroupAnswers } from './tally.ts'
import { decideVote } from './vote.ts'
import { voteCounter } from './vote-counter.ts'
import type { TrackOutcome, TrackPlan } from './vote-track.ts'

/** What of a sample a vote needs: not its texts. */
export type VotedSample = Omit<Sample, 'thinking' | 'text'>

/** How recorded samples are voted on again. */
export interface ReplayPlan extends Omit<TrackPlan, 'seedBase' | 'schedule' | 'retries'> {
  /**
   * Count everything that was drawn, up to N, with what the other attempts and the cancelled samples cost: the vote as it was held, since the
   * order in which its samples ended is not recorded. Otherwise the rule stops the vote where it first has enough in launch order.
   */
  readonly whole?: boolean
}

/**
 * Votes again on samples that were drawn before, one at a time in launch order, without a model.
 *
 * What a cancelled sample would have said nobody knows: it is no ballot. Samples behind the one at which the rule has enough count as saved.
 *
 * @param samples - Of one problem, in any order; of several attempts at an index the last given counts.
 */
export function replayVote(
  samples: readonly VotedSample[],
  plan: ReplayPlan,
  group: GroupAnswers,
): TrackOutcome {
  const { n, tie, extendBy, quorum } = plan
  const last = new Map(samples.map((sample) => [sample.index, sample]))
  const drawn = [...last.values()]
    .filter(({ end }) => end.type !== 'cancelled')
    .sort((a, b) => a.index - b.index)
  const rule = plan.whole ? withMinimum(plan.rule, drawn.length) : plan.rule
  const counter = voteCounter(group, plan.countForced)
  let asked = n
  let tally = counter.tally()
  let chosenSample: number | undefined
  const stateOf = () => stopState(tally, { asked, tie, ...(quorum === undefined ? {} : { quorum }) })
  for (const sample of drawn) {
    if (tally.drawn >= asked) break
    counter.add(withoutTexts(sample))
    tally = counter.tally()
    const state = stateOf()
    const decision = decideStop(rule, state)
    asked = askedAfterTie(state, n + extendBy)
    if (decision.enough && asked === state.asked) {
      chosenSample = decision.chosen === undefined ? undefined : tally.clusters[decision.chosen]?.samples[0]
      break
    }
  }
  if (plan.whole) {
    for (const sample of samples)
      if (last.get(sample.index) !== sample) counter.addTokens(withoutTexts(sample))
    const cancelled = [...last.values()].filter(({ end }) => end.type === 'cancelled')
    for (const sample of cancelled.slice(0, asked - tally.drawn)) counter.add(withoutTexts(sample))
  }
  const chosen = tally.clusters.findIndex(
    ({ samples }) => chosenSample !== undefined && samples.includes(chosenSample),
  )
  return {
    vote: decideVote(tally, { ...plan, ...(chosen === -1 ? {} : { chosen }) }),
    risk: riskAtStop(stateOf(), chosen === -1 ? undefined : chosen),
    tally,
    samples: { asked, ...counter.endings() },
    tokens: counter.tokens(),
  }
}

function withoutTexts(sample: VotedSample): Sample {
  return { ...sample, thinking: '', text: '' }
}

import type { Tally } from './tally.ts'
import { firstIndex } from './tally.ts'
import type { TiePolicy } from './vote.ts'

/** In a sequence: the sample was drawn and abstained. */
export const abstainedPlace = -1
/** In a sequence: the sample is in flight or was not launched yet. */
export const pendingPlace = -2

/** What a stop rule sees: the ballots counted so far, and what may still come. */
export interface StopState {
  /** Samples asked for at most, N. */
  readonly asked: number
  /** Samples that ended, abstentions included, n. The other N - n, in flight or not, are what may still come. */
  readonly drawn: number
  /** Votes of each answer, most first; equal votes by the smallest launch index. */
  readonly counts: readonly number[]
  /** Smallest launch index of each answer, in the order of `counts`. */
  readonly firsts: readonly number[]
  /** By launch index: position in `counts`, `abstainedPlace`, or `pendingPlace`; all after its end is pending. */
  readonly sequence: readonly number[]
  /** How a tie at the end is settled. */
  readonly tie: TiePolicy
  /** Least votes / drawn that the winner needs; none when absent. */
  readonly quorum?: number
}

/** Draw on, or enough. */
export type StopDecision =
  | { readonly enough: false }
  | {
      readonly enough: true
      /** Position in `counts` of the answer to return, for a rule that does not simply take the leader. */
      readonly chosen?: number
    }

/** Decides after each completed sample whether to draw on. Pure: the same state gives the same decision. */
export interface StopRule {
  /** As it was written: `NAME` or `NAME:value`. */
  readonly label: string
  /** Looks at a state in which samples may still come (`drawn` < `asked`). */
  decide(state: StopState): StopDecision
  /**
   * Fewest further samples, whatever they say, after which the rule could say enough; at least 1. A smaller number than the true
   * one is safe, a greater one is not. Absent where further votes for the leader are the fastest way.
   */
  fewest?(state: StopState): number
}

const drawOn: StopDecision = { enough: false }
const enough: StopDecision = { enough: true }

/** Whether to stop: what the rule says, but never before the first ballot can count and always when all samples ended. */
export function decideStop(rule: StopRule, state: StopState): StopDecision {
  if (state.drawn >= state.asked) return enough
  return rule.decide(state)
}

/** A rule that never stops before `min` samples ended. */
export function withMinimum(rule: StopRule, min: number): StopRule {
  const { fewest } = rule
  return {
    label: rule.label,
    decide: (state) => (state.drawn < min ? drawOn : rule.decide(state)),
    ...(fewest === undefined ? {} : { fewest: (state) => Math.max(min - state.drawn, fewest(state)) }),
  }
}

/**
 * Fewest further samples that could still decide the vote: no more than these may be in flight under the `lookahead` schedule.
 *
 * Counted as further votes for the current leader, since none brings a stop sooner. As long as at most so many are in flight,
 * nothing is in flight when the rule says enough, and what was drawn is what one at a time would have drawn.
 *
 * @param atMost - Where to give up counting: the number of slots.
 * @returns From 1 to `atMost`, and never more than may still come.
 */
export function fewestToDecide(rule: StopRule, state: StopState, atMost: number): number {
  const most = Math.min(atMost, state.asked - state.drawn)
  if (rule.fewest !== undefined) return Math.max(1, Math.min(most, rule.fewest(state)))
  for (let votes = 1; votes < most; votes++) {
    if (decideStop(rule, withLeaderVotes(state, votes)).enough) return votes
  }
  return Math.max(1, most)
}

/** The state after further votes for the leader, by launch order. */
function withLeaderVotes(state: StopState, votes: number): StopState {
  const [leader = 0, ...others] = state.counts
  return {
    ...state,
    drawn: state.drawn + votes,
    counts: [leader + votes, ...others],
    firsts: state.firsts.length > 0 ? state.firsts : [state.drawn],
  }
}

/** The state of a tally, for a rule to look at. */
export function stopState(tally: Tally, plan: Pick<StopState, 'asked' | 'tie' | 'quorum'>): StopState {
  const sequence: number[] = []
  const place = (index: number, position: number) => {
    while (sequence.length <= index) sequence.push(pendingPlace)
    sequence[index] = position
  }
  tally.clusters.forEach((cluster, position) => {
    for (const index of cluster.samples) place(index, position)
  })
  for (const samples of Object.values(tally.abstained))
    for (const index of samples) place(index, abstainedPlace)
  return {
    ...plan,
    drawn: tally.drawn,
    counts: tally.clusters.map((cluster) => cluster.votes),
    firsts: tally.clusters.map(firstIndex),
    sequence,
  }
}

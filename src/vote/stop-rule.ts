import { supportInReach } from './settled.ts'
import { pendingBefore, type StopState } from './stop-state.ts'

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
  /** Looks at one state. What it says when all samples ended matters only for `chosen`: there is nothing left to draw. */
  decide(state: StopState): StopDecision
  /** The largest risk at which it stops for N samples asked, where it goes by the risk: of several votes that must all hold, by the sum of theirs. */
  mostRisk?(asked: number): number
  /**
   * Fewest further samples, whatever they say, after which the rule could say enough; at least 1. A smaller number than the true
   * one is safe, a greater one is not. Absent where further votes for the leader are the fastest way. The share of the votes that a winner needs is not looked at.
   */
  fewest?(state: StopState): number
}

const drawOn: StopDecision = { enough: false }

/**
 * Whether to stop: what the rule says, and always when all samples ended. No rule ends a vote whose winner lacks
 * a share of the votes that the samples still to come can give it.
 */
export function decideStop(rule: StopRule, state: StopState): StopDecision {
  const decision = rule.decide(state)
  if (state.drawn >= state.asked) return decision.enough ? decision : { enough: true }
  return decision.enough && supportInReach(state, decision.chosen) ? drawOn : decision
}

/** A rule that never stops before `min` samples ended. */
export function withMinimum(rule: StopRule, min: number): StopRule {
  const { fewest, mostRisk } = rule
  return {
    label: rule.label,
    ...(mostRisk === undefined ? {} : { mostRisk }),
    decide: (state) => (state.drawn < min ? drawOn : rule.decide(state)),
    ...(fewest === undefined ? {} : { fewest: (state) => Math.max(min - state.drawn, fewest(state)) }),
  }
}

/**
 * Fewest further samples that could still decide the vote: no more than these may be in flight under the `lookahead` schedule.
 *
 * Counted as further votes for the current leader, since none brings a stop sooner. As long as no more than these are in flight,
 * nothing is in flight when the rule says enough, and what was drawn is what one at a time would have drawn. A share that
 * the winner needs can only make it take longer, so it is left out.
 *
 * @param atMost - Where to give up counting: the number of slots.
 * @returns From 1 to `atMost`, and never more than may still come.
 */
export function fewestToDecide(rule: StopRule, state: StopState, atMost: number): number {
  const most = Math.min(atMost, state.asked - state.drawn)
  if (rule.fewest !== undefined) return Math.max(1, Math.min(most, rule.fewest(state)))
  // Further votes for the leader never take a decision back, so the first number of them that is enough can be halved out.
  let fewest = 1
  let enough = Math.max(1, most)
  while (fewest < enough) {
    const middle = (fewest + enough) >> 1
    if (rule.decide(withLeaderVotes(state, middle)).enough) enough = middle
    else fewest = middle + 1
  }
  return fewest
}

/**
 * A number of further samples, at least 1, before which the rule cannot say enough, whatever they say, as long as each adds one vote to one
 * answer at most: until then it need not be asked. Not more than half below the fewest there are, for a few looks at the rule.
 */
export function samplesToWait(rule: StopRule, state: StopState): number {
  const most = state.asked - state.drawn
  if (rule.fewest !== undefined) return Math.max(1, Math.min(most, rule.fewest(state)))
  let known = 0
  for (let votes = 1; votes < most; votes *= 2) {
    if (rule.decide(withLeaderVotes(state, votes)).enough) break
    known = votes
  }
  return known + 1
}

/**
 * The state after further votes for the leader. Where a sample is in flight that was launched before its first one, that vote may be the leader's too:
 * nothing settles a tie sooner.
 */
function withLeaderVotes(state: StopState, votes: number): StopState {
  const counts = state.counts.slice()
  counts[0] = (counts[0] ?? 0) + votes
  const [first = state.drawn, ...others] = state.firsts
  return {
    ...state,
    drawn: state.drawn + votes,
    counts,
    firsts: [pendingBefore(state, first) ?? first, ...others],
  }
}

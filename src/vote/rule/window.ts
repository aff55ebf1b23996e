import type { StopDecision, StopRule } from '../stop-rule.ts'
import { pendingPlace, type StopState } from '../stop-state.ts'

/**
 * Early-stopping self-consistency: cuts the launch order into windows of `size` samples and stops at the first window in which all
 * say the same. That window's answer is returned, as in the paper, even if another answer has more votes in all; where no window
 * is unanimous, the leader of all N. Abstentions are never unanimous, other than in the authors' code.
 *
 * Source: Li et al. 2024, "Escape Sky-high Cost: Early-stopping Self-Consistency for Multi-step Reasoning" (arXiv 2401.10480).
 *
 * @param size - Samples in a window, a whole number of at least 1; 5 in the paper.
 */
export function windowRule(label: string, size: number): StopRule {
  return {
    label,
    decide: (state) => unanimousWindow(state, size),
    fewest: (state) => fewestToUnanimous(state, size),
  }
}

function unanimousWindow(state: StopState, size: number): StopDecision {
  for (const window of windows(state, size)) {
    const [chosen = pendingPlace] = window
    if (chosen >= 0 && window.every((place) => place === chosen)) return { enough: true, chosen }
  }
  return { enough: false }
}

/** The fewest samples missing from a window that can still be unanimous. */
function fewestToUnanimous(state: StopState, size: number): number {
  let fewest = state.asked - state.drawn
  for (const window of windows(state, size)) {
    const seen = window.filter((place) => place !== pendingPlace)
    const open = seen.every((place) => place >= 0 && place === seen[0])
    if (open) fewest = Math.min(fewest, size - seen.length)
  }
  return fewest
}

/** The whole windows among the samples asked for, as places by launch index. */
function* windows({ asked, placeOf }: StopState, size: number): Generator<number[]> {
  for (let start = 0; start + size <= asked; start += size) {
    yield Array.from({ length: size }, (_, offset) => placeOf(start + offset))
  }
}

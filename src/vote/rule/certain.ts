import { supportSettled, winnerSettled } from '../settled.ts'
import type { StopRule } from '../stop-rule.ts'
import type { StopState } from '../stop-state.ts'

/**
 * Stops only when no sample that may still come can change the outcome, whatever it says: neither who wins (see `winnerSettled` for
 * ties), nor whether the winner has the share of the votes that it needs.
 */
export const certainRule: StopRule = {
  label: 'certain',
  decide: (state) => ({ enough: winnerSettled(state) && supportSettled(state) }),
  fewest: fewestToSettle,
}

/**
 * Least k for which leader + k votes are beyond the reach of every rival with N - n - k more. Assumes that a tie under `first` changes
 * nothing and that the share which the winner needs is settled; otherwise the result is too small, which is safe.
 */
function fewestToSettle({ asked, drawn, counts: [leader = 0, second = 0], tie }: StopState): number {
  const strict = tie === 'first' ? 0 : 1
  return Math.ceil((asked - drawn - (leader - second) + strict) / 2)
}

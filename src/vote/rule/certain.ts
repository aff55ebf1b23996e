import { winnerSettled } from '../settled.ts'
import type { StopRule } from '../stop-rule.ts'
import type { StopState } from '../stop-state.ts'

/**
 * Stops only when no sample that may still come can change the outcome, whatever it says: not the winner (see
 * `winnerSettled` for ties), and with a quorum not whether the winner reaches it.
 */
export const certainRule: StopRule = {
  label: 'certain',
  decide: (state) => ({ enough: winnerSettled(state) && quorumSettled(state) }),
  fewest: fewestToSettle,
}

function quorumSettled({ asked, drawn, counts, quorum }: StopState): boolean {
  const [leader = 0] = counts
  if (quorum === undefined) return true
  return leader / asked >= quorum || (leader + asked - drawn) / asked < quorum
}

/**
 * Least k for which leader + k votes are beyond the reach of every rival with N - n - k more. It holds a tie under `first` to be
 * harmless and the quorum to be settled: where they are not, it is less than the true number, which is safe.
 */
function fewestToSettle({ asked, drawn, counts: [leader = 0, second = 0], tie }: StopState): number {
  const strict = tie === 'first' ? 0 : 1
  return Math.ceil((asked - drawn - (leader - second) + strict) / 2)
}

import type { StopRule } from '../stop-rule.ts'
import { firstPending, type StopState } from '../stop-state.ts'

/**
 * Stops only when no sample that may still come can change the outcome, whatever it says.
 *
 * A tie that can still come changes the outcome under `declare` and `extend`. Under `first` it does only if the rival could
 * then have the smaller launch index: one it has already, or that of a sample launched earlier and still in flight. With a quorum,
 * whether the winner reaches it must be settled too. Source: the "can't be overtaken" certificate, common knowledge.
 */
export const certainRule: StopRule = {
  label: 'certain',
  decide: (state) => ({ enough: winnerSettled(state) && quorumSettled(state) }),
  fewest: fewestToSettle,
}

function winnerSettled(state: StopState): boolean {
  const { asked, drawn, counts, firsts, tie } = state
  const [leader, ...rivals] = counts
  const [leaderFirst, ...rivalFirsts] = firsts
  if (leader === undefined || leaderFirst === undefined) return false
  const remaining = asked - drawn
  // An answer not seen yet is a rival without votes, whose first launch index would be the first one still pending.
  const most = rivals[0] ?? 0
  if (most + remaining !== leader) return most + remaining < leader
  if (tie !== 'first') return false
  const pending = remaining > 0 ? firstPending(state) : Number.POSITIVE_INFINITY
  const level = rivalFirsts.filter((_, position) => rivals[position] === most)
  return level.concat(pending).every((first) => leaderFirst < first)
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

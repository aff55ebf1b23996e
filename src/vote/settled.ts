import { firstPending, type StopState } from './stop-state.ts'

/**
 * Whether no sample that may still come can change who wins, whatever it says.
 *
 * A tie that can still come would change it under `declare` and `extend`. Under `first` it would only if the rival could then
 * have the smaller launch index: one it has already, or that of a sample launched earlier and still in flight.
 */
export function winnerSettled(state: StopState): boolean {
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

/** Whether no sample that may still come can change if the leader reaches the quorum. */
export function supportSettled({ asked, drawn, counts, quorum }: StopState): boolean {
  const [leader = 0] = counts
  if (quorum === undefined) return true
  return leader / asked >= quorum || (leader + asked - drawn) / asked < quorum
}

/**
 * Whether an answer is short of the quorum now and could still reach it with the samples that may still come.
 *
 * @param chosen - Position in `counts` of the answer that would be returned; the leader if absent.
 */
export function supportInReach({ asked, drawn, counts, quorum }: StopState, chosen = 0): boolean {
  const votes = counts[chosen] ?? 0
  if (quorum === undefined || votes / drawn >= quorum) return false
  return (votes + asked - drawn) / asked >= quorum
}

import { isPercentage } from '../reading-match.ts'
import type { FinalReading, Voter } from './voters.ts'

/** Why a voter counts under the reading it does. */
export type ReadingReason =
  /** It has no other. */
  | { readonly type: 'only-reading' }
  /** The unambiguous answers decided: `votes` of them for this reading, `next` for the reading with the next most. */
  | { readonly type: 'majority'; readonly votes: number; readonly next: number }
  /** No unambiguous answer speaks for any reading, but other ambiguous ones share this one. */
  | { readonly type: 'shared-reading' }
  /** Nothing speaks for any reading: the literal one. */
  | { readonly type: 'literal' }

/** The reading that a voter counts under. */
export interface Choice {
  readonly voter: Voter
  readonly chosen: FinalReading
  readonly reason: ReadingReason
}

/**
 * Decides ambiguous answers by all the others, never by arrival.
 *
 * An answer with several readings votes for the one whose key has most unambiguous votes; on a tie for the literal one.
 * A percentage counts as its bare figure only where nobody unambiguous gives its value (`25%` with `25`, unless 0.25 is
 * there). Where no unambiguous answer helps, ambiguous ones that share a reading come together.
 */
export function chooseReadings(voters: readonly Voter[]): Choice[] {
  // Only answers that can be read in one way lend support. If ambiguous ones did, two of them could talk each other into a reading that nobody wrote
  // plainly, and which came first would matter.
  const support = new Map<string, number>()
  for (const voter of voters) {
    const [literal] = voter.readings
    if (literal !== undefined && isUnambiguous(voter)) {
      support.set(literal.key, (support.get(literal.key) ?? 0) + voter.positions.length)
    }
  }
  // What percentages say by their value: their figures must not meet it.
  const percentages = new Set(
    voters.flatMap((voter) => (isPercentage(voter.answer) ? [voter.readings[0]?.key] : [])),
  )
  const decided = new Map<Voter, Choice>()
  const open: Voter[] = []
  for (const voter of voters) {
    const choice = byMajority(voter, support, percentages)
    if (choice === undefined) open.push(voter)
    else decided.set(voter, choice)
  }
  for (const choice of bySharedReading(open)) decided.set(choice.voter, choice)
  return voters.flatMap((voter) => decided.get(voter) ?? [])
}

function isUnambiguous(voter: Voter): boolean {
  return voter.readings.every((reading) => reading.key === voter.readings[0]?.key)
}

/** `undefined` where no unambiguous answer speaks for any of the readings. */
function byMajority(
  voter: Voter,
  support: ReadonlyMap<string, number>,
  percentages: ReadonlySet<string | undefined>,
): Choice | undefined {
  const [literal, ...others] = voter.readings
  if (literal === undefined) return undefined
  if (isUnambiguous(voter)) return { voter, chosen: literal, reason: { type: 'only-reading' } }
  // The literal reading is where the count begins and only more votes displace it, so a tie goes to what is written, not to the order of readings.
  const literalVotes = support.get(literal.key) ?? 0
  let [best, bestVotes, next] = [literal, literalVotes, 0]
  for (const other of others) {
    const votes = support.get(other.key) ?? 0
    // `25%` may be the figure 25 with a sign too many; but not where somebody means 0.25, or a percentage means the figure's own value.
    if (other.reading.name === 'percent' && (literalVotes > 0 || percentages.has(other.key))) continue
    if (votes > bestVotes) [best, bestVotes, next] = [other, votes, bestVotes]
    else next = Math.max(next, votes)
  }
  if (bestVotes === 0) return undefined
  return { voter, chosen: best, reason: { type: 'majority', votes: bestVotes, next } }
}

/** Ambiguous answers among themselves: one moves to another's literal reading, most votes first, and no further. */
function bySharedReading(open: readonly Voter[]): Choice[] {
  // All voters with the same readings decide as one camp: taken one by one, the first could move and the rest stay, and the order of answers would show.
  const camps = campsOf(open)
  const byKey = new Map<string, Camp[]>()
  for (const camp of camps) {
    const known = byKey.get(camp.key)
    if (known === undefined) byKey.set(camp.key, [camp])
    else known.push(camp)
  }
  const moves = camps
    .flatMap((from) => from.others.flatMap((key) => (byKey.get(key) ?? []).map((to) => ({ from, to }))))
    .filter(({ from, to }) => from.key !== to.key)
    .sort(byVotes)
  const moved = new Map<Camp, string>()
  const stays = new Set<Camp>()
  for (const { from, to } of moves) {
    // One step only. A camp that others have come to stays, and one that has moved attracts nobody: in a chain a → b → c the ends share no reading.
    if (moved.has(from) || stays.has(from) || moved.has(to)) continue
    moved.set(from, to.key)
    stays.add(to)
  }
  shareStrong(camps, moved, stays)
  return camps.flatMap((camp) =>
    camp.voters.flatMap((voter): Choice[] => {
      const [literal] = voter.readings
      const target = moved.get(camp)
      const chosen = voter.readings.find((reading) => reading.key === target) ?? literal
      if (chosen === undefined) return []
      const reason =
        target !== undefined || stays.has(camp)
          ? ({ type: 'shared-reading' } as const)
          : ({ type: 'literal' } as const)
      return [{ voter, chosen, reason }]
    }),
  )
}

/** Ambiguous voters with the same readings. */
interface Camp {
  readonly name: string
  /** Its literal key. */
  readonly key: string
  readonly others: readonly string[]
  readonly strong: readonly string[]
  readonly voters: Voter[]
  votes: number
}

function campsOf(open: readonly Voter[]): Camp[] {
  const camps = new Map<string, Camp>()
  for (const voter of open) {
    const [literal, ...others] = voter.readings
    if (literal === undefined) continue
    const name = voter.readings.map((reading) => reading.key).join(' | ')
    const strong = others.filter((other) => other.reading.name === 'equations').map((other) => other.key)
    const camp = camps.get(name) ?? {
      name,
      key: literal.key,
      others: others.filter((other) => other.reading.name !== 'percent').map((other) => other.key),
      strong,
      voters: [],
      votes: 0,
    }
    camp.voters.push(voter)
    camp.votes += voter.positions.length
    camps.set(name, camp)
  }
  return [...camps.values()].sort((a, b) => compareText(a.name, b.name))
}

interface Move {
  readonly from: Camp
  readonly to: Camp
}

/** The largest camp attracts first, the larger camp moves first; names decide between equals. */
function byVotes(a: Move, b: Move): number {
  return (
    b.to.votes - a.to.votes ||
    b.from.votes - a.from.votes ||
    compareText(a.to.key, b.to.key) ||
    compareText(a.from.name, b.from.name)
  )
}

/** Equations solved for different unknowns share the equation. */
function shareStrong(camps: readonly Camp[], moved: Map<Camp, string>, stays: Set<Camp>): void {
  const byKey = new Map<string, Camp[]>()
  for (const camp of camps) {
    if (moved.has(camp) || stays.has(camp)) continue
    for (const key of camp.strong) byKey.set(key, [...(byKey.get(key) ?? []), camp])
  }
  for (const [key, sharing] of [...byKey].sort(([a], [b]) => compareText(a, b))) {
    // Nobody's literal reading is this key, so there is no camp to come to: all that share it meet there at once, if at least two differ literally.
    const free = sharing.filter((camp) => !moved.has(camp))
    if (new Set(free.map((camp) => camp.key)).size > 1) for (const camp of free) moved.set(camp, key)
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

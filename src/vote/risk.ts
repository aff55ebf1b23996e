import type { TiePolicy } from './outcome-terms.ts'
import { winnerSettled } from './settled.ts'
import { pendingBefore, type StopState } from './stop-state.ts'

/** Concentration of the urn: how readily new answers appear at all. Fitted to recorded runs of 43 model and data set pairs. */
const theta = 0.1
/** Discount of the urn: how much more readily new answers appear once several are known. Fitted likewise; both are flat. */
const discount = 0.25

/** Most terms kept from earlier calls; when there are more, all are dropped. */
const mostKept = 200_000
const kept = new Map<string, number>()

/** The votes as the risk sees them. */
export interface VotesSoFar {
  /** Votes of each answer, most first. */
  readonly counts: readonly number[]
  /** Samples that ended, abstentions included, n. */
  readonly drawn: number
  /** Samples asked for, N. */
  readonly asked: number
  /** What becomes of a tie; where absent, nothing is known of it, and an equal end with an answer seen counts half. */
  readonly tie?: TiePolicy
  /** Smallest launch index of each answer, in the order of `counts`: under `first` it says who wins a tie. */
  readonly firsts?: readonly number[]
  /** Smallest launch index of a sample that may still come; absent where all that were launched before have ended. */
  readonly firstPending?: number
}

/**
 * Chance that drawing all N samples would give another winner than the answer that is returned now: an upper bound, at most 1.
 *
 * The samples still to come are draws from a Pitman–Yor urn given the votes so far: an answer with c votes weighs c - d, a new
 * answer θ + K d, and abstentions keep their weight (θ = 0.1, d = 0.25). The bound adds up, over every rival seen, the chance
 * that it ends above, and the expected number of answers not seen yet that do. An equal end counts as the tie policy has it: in full where the
 * tie is declared or extended; under `first` in full for a rival with the smaller launch index, not at all for one with the greater.
 * It is 0 as soon as nobody can change the outcome.
 *
 * Source of the urn: Pitman and Yor 1997, "The two-parameter Poisson–Dirichlet distribution derived from a stable
 * subordinator", Annals of Probability 25. It is a model: on recorded runs it was an honest forecast on 8 of 10 sources, and
 * claimed too little by a factor of up to 1.25 on multiple-choice questions.
 *
 * @param chosen - Position in `counts` of the answer that is returned; the leader if absent.
 * @param enough - Where a risk above this is of no interest beyond that: some number above it is given then, for less work.
 * @returns From 0 to 1; 1 while nobody has voted and samples may still come.
 */
export function riskOfChange(votesSoFar: VotesSoFar, chosen = 0, enough = 1): number {
  const { counts, drawn, asked } = votesSoFar
  const remaining = asked - drawn
  if (remaining <= 0 && chosen === 0) return 0
  const own = counts[chosen]
  if (own === undefined) return 1
  const votes = { own, drawn, remaining }
  let risk = 0
  const equalOfUnseen = equalEnd(votesSoFar, chosen)
  if (remaining > own || (remaining === own && equalOfUnseen > 0)) {
    const unseen = {
      weight: -discount,
      firstWeight: theta + counts.length * discount,
      gap: own,
      equalCounts: equalOfUnseen,
    }
    // An answer not seen yet needs more votes than the leader has now; all of these together have the weight θ + K d.
    risk += keep(`${own}+${counts.length}=${equalOfUnseen}/${drawn}/${asked}`, enough, () =>
      rivalAbove(votes, unseen, enough),
    )
  }
  // Rivals come by their votes, so those with as many as the one before have the same chance.
  let before = ''
  let chance = 0
  for (const [position, rival] of counts.entries()) {
    if (own - rival > remaining || risk > enough) break
    if (position === chosen) continue
    const equalCounts = equalEnd(votesSoFar, chosen, position)
    const key = `${own}-${rival}=${equalCounts}/${drawn}/${asked}`
    if (key !== before) {
      const weight = rival - discount
      const seen = { weight, firstWeight: weight, gap: own - rival, equalCounts }
      chance = keep(key, enough, () => rivalAbove(votes, seen, enough))
      before = key
    }
    risk += chance
  }
  return Math.min(1, risk)
}

/**
 * What an equal end of two answers counts as a change of the outcome, from 0 to 1.
 *
 * @param rival - Position of the rival in `counts`; absent for an answer not seen yet.
 */
function equalEnd({ tie, firsts, firstPending }: VotesSoFar, chosen: number, rival?: number): number {
  if (tie === undefined) return rival === undefined ? 0 : 0.5
  if (tie !== 'first') return 1
  const own = firsts?.[chosen]
  const other = rival === undefined ? (firstPending ?? Number.POSITIVE_INFINITY) : firsts?.[rival]
  if (own === undefined || other === undefined) return rival === undefined ? 0 : 0.5
  // A rival that was seen may get an earlier index still, from a sample that is in flight.
  return Math.min(other, firstPending ?? other) < own ? 1 : 0
}

/**
 * The risk to state with an outcome: `riskOfChange`, and 0 where no sample that may still come can change the winner.
 *
 * @param chosen - Position in `counts` of the answer that is returned, for a rule that does not simply take the leader.
 */
export function riskAtStop(state: StopState, chosen?: number): number {
  return chosen === undefined && winnerSettled(state) ? 0 : riskOfChange(votesOf(state), chosen)
}

/** The votes of a state as the risk sees them. */
export function votesOf(state: StopState): VotesSoFar {
  const { counts, drawn, asked, tie, firsts } = state
  const votes = { counts, drawn, asked, tie, firsts }
  const [first] = firsts
  if (tie !== 'first' || first === undefined || drawn >= asked) return votes
  // Only what was launched before the leader's first sample can bring a smaller index.
  const firstPending = pendingBefore(state, first)
  return firstPending === undefined ? votes : { ...votes, firstPending }
}

/**
 * Share of votes that are expected to come out as with all N samples: 1 - mean risk. A forecast, not a measurement.
 *
 * @param risks - The risk of each vote at its stop, from 0 to 1.
 * @returns From 0 to 1; absent without a vote.
 */
export function expectedAgreement(risks: readonly number[]): number | undefined {
  if (risks.length === 0) return undefined
  return 1 - risks.reduce((sum, risk) => sum + risk, 0) / risks.length
}

/** What a rival, seen or not, weighs in the urn. */
interface Rival {
  /** Its weight B: its votes less d; -d for an answer not seen yet, which weighs `firstWeight` until it has a vote. */
  readonly weight: number
  /** The weight with which it gets its first further vote. */
  readonly firstWeight: number
  /** Votes by which it is behind. */
  readonly gap: number
  /** What an equal end counts, from 0 to 1. */
  readonly equalCounts: number
}

/**
 * Chance that a rival ends above; for answers not seen yet, their expected number that do.
 *
 * The two answers get s of the remaining R samples with the chance of a Pólya urn, and of these s the rival must get
 * j > (s + gap) / 2. That part is carried from s to s + 1 instead of being summed up anew: who has fewer than k of s may have k of
 * s + 1 only if it had k - 1. So the cost grows with R at most, not with its square. It ends where what is left adds nothing any more, which
 * is soon where the two have a small part of all votes.
 *
 * @param enough - Where more than this is of no interest: the sum up to there is given then.
 */
function rivalAbove(
  { own, drawn, remaining }: { own: number; drawn: number; remaining: number },
  rival: Rival,
  enough: number,
): number {
  const { weight, firstWeight, gap, equalCounts } = rival
  const ownWeight = own - discount
  const pair = ownWeight + weight
  const all = drawn + theta
  const rest = all - pair
  /** The weight with which the rival gets a vote after `votes` further ones. */
  const weightAfter = (votes: number) => (votes === 0 ? firstWeight : weight + votes)
  /** ln of the chance that the rival gets exactly `j` of the `s` samples for the two. Costs s steps: it is asked for once, then carried. */
  const logExactly = (s: number, j: number): number => {
    if (j < 0 || j > s) return Number.NEGATIVE_INFINITY
    let sum = 0
    for (let m = 0; m < j; m++) sum += Math.log(weightAfter(m) / (m + 1))
    for (let m = 0; m < s - j; m++) sum += Math.log((ownWeight + m) / (m + 1))
    for (let m = 0; m < s; m++) sum -= Math.log((pair + m) / (m + 1))
    return sum
  }

  // How likely the two get s of all R, the others the rest; at s = 0 the chance that the others get all. Ways and weights are sums of logarithms:
  // their products leave the range of doubles.
  let logChance = logGamma(rest + remaining) - logGamma(rest) - logGamma(all + remaining) + logGamma(all)
  // `above`: chance that of s samples for the two the rival gets at least `needed`, the fewest with which it ends above. At s = 0 it is certain or out
  // of the question.
  let above = gap < 0 ? 1 : 0
  let needed = Math.floor(gap / 2) + 1
  let logLevel = logExactly(0, needed - 1)
  let sum = 0
  for (let s = 0; s <= remaining; s++) {
    const level = Math.exp(logLevel)
    const chance = Math.exp(logChance)
    // An equal end needs s + gap to be even: then one vote fewer than `needed` is just level.
    sum += chance * (above + ((s + gap) % 2 === 0 ? equalCounts * level : 0))
    if (sum > enough) return sum
    const [pairNext, othersNext] = [(pair + s) / (s + 1), (rest + remaining - s - 1) / (remaining - s)]
    // Past the most likely s the chances only fall, and all that are left together are at most this.
    if (pairNext < othersNext && chance * (remaining - s) < negligible) break
    logChance += Math.log(pairNext / othersNext)
    // From s to s + 1: at least `needed` have also those that had one fewer and get this sample. The rival gets it with its weight, by then
    // that of needed - 1 further votes, of the weight of the pair, by then that of s.
    above += (level * weightAfter(needed - 1)) / (pair + s)
    const j = needed - 1
    // Every second sample the rival needs one more to be above: those with exactly as many as before are no longer.
    const isRaised = Math.floor((s + 1 + gap) / 2) + 1 > needed
    if (isRaised) needed += 1
    if (j < 0 || j > s) logLevel = logExactly(s + 1, needed - 1)
    else {
      const step = isRaised ? weightAfter(j) / (j + 1) : (ownWeight + s - j) / (s - j + 1)
      logLevel += Math.log(step / pairNext)
    }
    if (isRaised) above -= Math.exp(logLevel)
  }
  return Math.max(0, sum)
}

/** Chances that together are smaller than this add nothing to a risk that is told with six digits. */
const negligible = 1e-18

/** From here on the series below is exact to the last digits of a double. */
const seriesFrom = 10

/** ln Γ(x) for x > 0, by Stirling's series (Abramowitz and Stegun 1964, 6.1.41), shifted to where it converges. */
function logGamma(x: number): number {
  let shift = 0
  let at = x
  for (; at < seriesFrom; at++) shift += Math.log(at)
  const square = 1 / (at * at)
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift
}

/** A term by its key, computed once. One that was given up above `enough` is only a part of itself, and is not kept. */
function keep(key: string, enough: number, compute: () => number): number {
  const term = kept.get(key)
  if (term !== undefined) return term
  const value = compute()
  if (value > enough) return value
  if (kept.size >= mostKept) kept.clear()
  kept.set(key, value)
  return value
}

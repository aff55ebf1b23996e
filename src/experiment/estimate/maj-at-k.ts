import { binomialProbabilities } from './binomial.ts'
import { requireSampleCount, samplesIn, type VoteCounts, votesOf } from './vote-counts.ts'

/**
 * Chance that the majority vote of `k` samples is right, for each `k` asked: the exact mean over every choice of `k` of the recorded samples,
 * ties broken at random.
 *
 * For one right cluster of g votes among n samples, with rivals c_j and z abstentions:
 *
 *   E = 1 / C(n,k) · Σ_m C(g,m) · Σ_{s,t} P_m(s,t) · C(z, k−m−s) / (1+t)
 *
 * P_m(s,t) counts the ways to take s votes from the rivals so that each gets at most m and exactly t get m. A rival with fewer than m votes
 * can neither pass nor tie, so it joins the abstentions (Vandermonde). With several right clusters the chances that each wins add up.
 * It is a U-statistic: unbiased, where resampling with replacement is not; at k = 1 it is pass@1.
 * Source: own derivation; "majority vote" as in Wang et al. 2022, self-consistency (arXiv 2203.11171).
 *
 * Every C(c,x) is carried as the binomial probability C(c,x)·r^x·(1−r)^(c−x). The factors r^k·(1−r)^(n−k) cancel between numerator and
 * denominator, so the value is the same for any r, and nothing overflows; all terms are positive, so nothing cancels badly either.
 *
 * @param counts - Votes of the recorded samples.
 * @param ks - Whole numbers from 1 to the number of samples, in any order.
 * @returns A probability from 0 to 1 for each of `ks`. No vote at all (every sample taken abstains) counts as wrong.
 * @throws RangeError where a `k` is larger than the number of samples.
 */
export function majAtK(counts: VoteCounts, ks: readonly number[]): number[] {
  const n = samplesIn(counts)
  for (const k of ks) requireSampleCount(k, n)
  if (ks.length === 0) return []
  if (n <= samplesPerPass) {
    const curve = winChances(counts, n, Math.max(...ks), 0.5)
    return ks.map((k) => curve[k] ?? 0)
  }
  return ks.map((k) => winChances(counts, n, k, (k + 0.5) / (n + 1))[k] ?? 0)
}

/** Up to here r = ½ serves every k in one pass: the smallest weight, 2^-512, is far from underflow. Beyond, each k gets its own r near k/n. */
const samplesPerPass = 512

function winChances(counts: VoteCounts, n: number, kMax: number, r: number): Float64Array {
  const weigh = weightRows(r)
  const wins = new Float64Array(kMax + 1)
  counts.correct.forEach((votes, position) => {
    const otherRight = counts.correct.filter((_, other) => other !== position)
    addWins(wins, votes, [...counts.wrong, ...otherRight], counts.abstained, weigh)
  })
  const choices = weigh(n)
  // Rounding may leave a certain win a hair above 1.
  return wins.map((weight, k) => (k === 0 ? 0 : Math.min(1, weight / (choices[k] ?? 1))))
}

type WeightRow = (votes: number) => Float64Array

const evenRows = new Map<number, Float64Array>()

function weightRows(r: number): WeightRow {
  const rows = r === 0.5 ? evenRows : new Map<number, Float64Array>()
  return (votes) => {
    const known = rows.get(votes)
    if (known !== undefined) return known
    const row = binomialProbabilities(votes, r)
    rows.set(votes, row)
    return row
  }
}

/** Adds the weight of every choice in which a cluster of `votes` votes wins, by size of the choice. */
function addWins(
  wins: Float64Array,
  votes: number,
  rivals: readonly number[],
  abstained: number,
  weigh: WeightRow,
): void {
  const kMax = wins.length - 1
  const own = weigh(votes)
  // The choices in which the cluster wins are told apart by m, its votes among those taken: each is counted under one m only.
  for (let m = 1; m <= Math.min(votes, kMax); m++) {
    // Who has fewer than m votes in all can neither pass nor tie, however many of them are taken: as good as an abstention.
    const strong = rivals.filter((rival) => rival >= m)
    const harmless = abstained + votesOf(rivals) - votesOf(strong)
    const rest = weigh(harmless)
    const shares = rivalShares(strong, m, kMax - m, weigh)
    for (let s = 0; s < shares.length; s++) {
      const weight = (shares[s] ?? 0) * (own[m] ?? 0)
      // Own votes, strong rivals' and the rest are taken independently, so their numbers of ways multiply and their sizes add up to k.
      const mostRest = Math.min(harmless, kMax - m - s)
      for (let x = 0; x <= mostRest; x++) wins[m + s + x] = (wins[m + s + x] ?? 0) + weight * (rest[x] ?? 0)
    }
  }
}

/**
 * Σ_t P_m(s,t) / (1+t) for s from 0: the weight of taking s ≤ `limit` votes from the rivals, none above m, times the chance to win the tie.
 *
 * Built one rival after another: P'(s+x, t+[x=m]) += P(s,t) · C(c_j, x) for x ≤ min(c_j, m). Each rival here has at least m votes. Cell
 * (s, t) lies at t · width + s.
 */
function rivalShares(rivals: readonly number[], m: number, limit: number, weigh: WeightRow): Float64Array {
  const width = Math.min(limit, rivals.length * m) + 1
  // Each tie takes m samples, so that t ties need at least t · m of them: rows below that stay empty.
  const mostTies = Math.floor((width - 1) / m)
  let ways = new Float64Array(width * (mostTies + 1))
  ways[0] = 1
  let mostTaken = 0
  for (const rival of rivals) {
    const row = weigh(rival)
    // Into a fresh table: written in place, a rival would be taken twice.
    const next = new Float64Array(ways.length)
    for (let ties = 0; ties <= mostTies; ties++) {
      for (let s = ties * m; s <= mostTaken; s++) {
        const cell = ties * width + s
        const weight = ways[cell] ?? 0
        if (weight === 0) continue
        // Fewer than m of this rival leave the tie as it is; exactly m make it one of those that share it; more would beat the cluster.
        const below = Math.min(m - 1, width - 1 - s)
        for (let x = 0; x <= below; x++) next[cell + x] = (next[cell + x] ?? 0) + weight * (row[x] ?? 0)
        if (s + m < width) next[cell + width + m] = (next[cell + width + m] ?? 0) + weight * (row[m] ?? 0)
      }
    }
    ways = next
    mostTaken = Math.min(width - 1, mostTaken + m)
  }
  // Ties are broken at random: with t rivals level, the cluster wins one time in 1 + t.
  const shares = new Float64Array(width)
  for (let ties = 0; ties <= mostTies; ties++) {
    for (let s = 0; s < width; s++) shares[s] = (shares[s] ?? 0) + (ways[ties * width + s] ?? 0) / (1 + ties)
  }
  return shares
}

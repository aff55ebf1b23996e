import type { FieldElectorate } from './outcome.ts'
import { type MajorityAtK, meanOverChoices, type RunningVote, type Simulation } from './vote-choices.ts'
import { requireSampleCount } from './vote-counts.ts'

/**
 * Chance that a vote of `k` samples field by field is right in every field, for each `k` asked: what is elected is then the right answer whole.
 *
 * Each field is an electorate of its own, ties at random but where half of the ballots are too few (the items of arrays). Fields of one sample
 * are taken together, so that errors which come together count as such. Items of arrays stand where all ballots together put them, also in the
 * votes of fewer. Exact or simulated: {@link meanOverChoices}.
 *
 * @throws RangeError where a `k` is larger than the number of samples.
 */
export function fieldsMajAtK(
  fields: readonly FieldElectorate[],
  ks: readonly number[],
  simulation: Simulation,
): MajorityAtK[] {
  const n = fields[0]?.clusters.length ?? 0
  for (const k of ks) requireSampleCount(k, n)
  const positions = Array.from({ length: n }, (_, at) => at)
  return meanOverChoices(positions, ks, () => new VoteByFields(fields), simulation)
}

class VoteByFields implements RunningVote<number> {
  readonly #counts: readonly FieldCount[]

  constructor(fields: readonly FieldElectorate[]) {
    this.#counts = fields.map((field) => new FieldCount(field))
  }

  add(position: number): void {
    for (const count of this.#counts) count.add(position)
  }

  chance(): number {
    let chance = 1
    for (const count of this.#counts) chance *= count.chance()
    return chance
  }
}

class FieldCount {
  readonly #field: FieldElectorate
  readonly #votes = new Map<number, number>()
  #most = 0
  /** Clusters that have the most votes. */
  #level = 0

  constructor(field: FieldElectorate) {
    this.#field = field
  }

  add(position: number): void {
    const cluster = this.#field.clusters[position]
    if (cluster === undefined) return
    const votes = (this.#votes.get(cluster) ?? 0) + 1
    this.#votes.set(cluster, votes)
    if (votes > this.#most) {
      this.#most = votes
      this.#level = 1
    } else if (votes === this.#most) this.#level++
  }

  chance(): number {
    const { right, winsTies } = this.#field
    if (this.#most === 0 || this.#votes.get(right) !== this.#most) return 0
    if (this.#level === 1) return 1
    if (winsTies === undefined) return 1 / this.#level
    return winsTies === right ? 1 : 0
  }
}

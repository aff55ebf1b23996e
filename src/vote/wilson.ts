/** Standard normal quantile of a two-sided 95 % interval. */
const z = 1.959963984540054

/**
 * Wilson 95 % score interval of a share.
 *
 * Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22.
 * It is of the share of an answer that was named beforehand: then it covers 95 %, and hardly less where a stop rule looked at the votes. The leader
 * was chosen because it has most votes, which flatters its share: of leaders it covers less, as `npm run measure -- estimate` simulates.
 *
 * @param votes - Whole number from 0 to `ballots`.
 * @param ballots - Whole number above 0.
 * @returns Low and high end, from 0 to 1.
 * @throws RangeError without ballots: there is no share then.
 */
export function wilsonInterval(votes: number, ballots: number): readonly [low: number, high: number] {
  if (!(ballots > 0)) throw new RangeError(`a share needs at least one ballot, not ${ballots}`)
  const share = votes / ballots
  const spread = z * Math.sqrt((share * (1 - share)) / ballots + (z * z) / (4 * ballots * ballots))
  const centre = share + (z * z) / (2 * ballots)
  const scale = 1 + (z * z) / ballots
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)]
}

/**
 * Takes out the sample that ends first; of several at the same moment, the one launched first.
 *
 * @param inFlight - In launch order; loses the sample that is returned.
 * @returns `undefined` if nothing is in flight.
 */
export function takeFirstToEnd<T extends { readonly endsAt: number }>(inFlight: T[]): T | undefined {
  let first = 0
  inFlight.forEach((sample, position) => {
    const best = inFlight[first]
    if (best === undefined || sample.endsAt < best.endsAt) first = position
  })
  return inFlight.splice(first, 1)[0]
}

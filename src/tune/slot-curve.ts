/** What was measured with some number of samples drawn at once. */
export interface SlotRate {
  /** Samples that were asked for at once: 1 or more. */
  readonly slots: number
  /** Most samples that really came side by side: 1 to `slots`. */
  readonly sideBySide: number
  /** Tokens a second of all samples together: the median of the repeats, the slowest and the fastest. */
  readonly tokensPerSecond: number
  readonly slowest: number
  readonly fastest: number
  /** From the request to the first part, the median of all samples, in milliseconds. */
  readonly firstPartMs: number
  /** Tokens that a sample came to, on average over the repeats. */
  readonly tokens: number
}

/** What a curve needs to say of each number of slots. */
export type Rate = Pick<SlotRate, 'slots' | 'tokensPerSecond'>

/**
 * A number of slots whose rate is at least this share of the best is as good as the best: beyond it more slots only cost memory.
 * One twentieth is about what repeats of one measurement differ by.
 */
const asGood = 0.95

/**
 * The number of slots to draw with: the fewest whose rate comes to 95 % of the best that was measured.
 *
 * @param rates - One or more; those that the runtime did not serve side by side are left out, unless there is no other.
 */
export function bestSlots(rates: readonly SlotRate[]): SlotRate {
  const served = rates.filter(({ slots, sideBySide }) => sideBySide >= slots)
  const usable = served.length === 0 ? rates.slice(0, 1) : served
  const best = usable.reduce((most, { tokensPerSecond }) => Math.max(most, tokensPerSecond), 0)
  const first = [...usable]
    .sort((a, b) => a.slots - b.slots)
    .find(({ tokensPerSecond }) => tokensPerSecond >= asGood * best)
  if (first === undefined) throw new RangeError('There is no rate to choose from.')
  return first
}

/**
 * Tokens a second with a number of slots: as measured, between two measured numbers on the line through them, beyond the largest that one's.
 *
 * @param rates - One or more, by ascending slots, from 1 slot on.
 */
export function rateAt(rates: readonly Rate[], slots: number): number {
  let below: Rate | undefined
  for (const rate of rates) {
    if (rate.slots === slots) return rate.tokensPerSecond
    if (rate.slots > slots) {
      if (below === undefined) return (rate.tokensPerSecond * slots) / rate.slots
      const share = (slots - below.slots) / (rate.slots - below.slots)
      return below.tokensPerSecond + share * (rate.tokensPerSecond - below.tokensPerSecond)
    }
    below = rate
  }
  return below?.tokensPerSecond ?? 0
}

/**
 * How long a vote would take whose samples are all equally long: whole waves of `slots` samples, then the rest at the rate of as many.
 *
 * @param n - Samples of the vote: 1 or more.
 * @param tokensPerSample - Tokens of each.
 * @returns Milliseconds, the wait for each wave's first part included.
 */
export function voteMs(
  rates: readonly (Rate & Pick<SlotRate, 'firstPartMs'>)[],
  {
    slots,
    n,
    tokensPerSample,
  }: { readonly slots: number; readonly n: number; readonly tokensPerSample: number },
): number {
  const waveMs = (width: number) =>
    width === 0 ? 0 : (1_000 * width * tokensPerSample) / rateAt(rates, width) + firstPartAt(rates, width)
  return Math.floor(n / slots) * waveMs(slots) + waveMs(n % slots)
}

/** The wait for the first part with the nearest measured number of slots that is no smaller. */
function firstPartAt(rates: readonly Pick<SlotRate, 'slots' | 'firstPartMs'>[], slots: number): number {
  return (rates.find((rate) => rate.slots >= slots) ?? rates.at(-1))?.firstPartMs ?? 0
}

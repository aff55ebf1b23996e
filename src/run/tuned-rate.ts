import type { Profile } from '../config/profile-schema.ts'
import type { Manifest } from '../journal/manifest.ts'
import { rateAt } from '../tune/slot-curve.ts'

/**
 * The rate that was measured for a number of slots, where the profile has measurements of this very model.
 *
 * @param digest - Of the model that is drawn from.
 */
export function tunedRate(
  measured: Profile['measured'],
  digest: string,
  slots: number,
): Manifest['tuned'] | undefined {
  if (measured === undefined || measured.digest !== digest) return undefined
  return { at: measured.at, tokensPerSecond: rateAt(measured.rates, slots) }
}

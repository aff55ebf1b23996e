import { randomInt } from 'node:crypto'

/** Seeds are 0 … 2^31 - 1. */
const seedCount = 2 ** 31

/** The seed of a run for which none was given. */
export function randomSeed(): number {
  return randomInt(seedCount)
}

/** From 0 to 1, for the jitter between requests. */
export function jitter(): number {
  return randomInt(seedCount) / seedCount
}

import { randomInt } from 'node:crypto'
import { seedCount } from '../ground/seed.ts'

/** The seed of a run for which none was given. */
export function randomSeed(): number {
  return randomInt(seedCount)
}

/** From 0 to 1, for the jitter between requests. */
export function jitter(): number {
  return randomInt(seedCount) / seedCount
}

import { LimitReached, limits } from './limits.ts'

/**
 * What one answer may cost, counted in steps and not in time, so that the same answer always meets the same bound. A step
 * is about what a node of a tree takes at one point: some tenths of a microsecond.
 */
export class Effort {
  #left: number = limits.effort

  /** Counts steps; over the limit it throws. */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new LimitReached('effort')
  }
}

import { UsageError } from '../ground/errors.ts'
import type { Manifest } from './manifest.ts'

/**
 * The manifest of a run that goes on with more samples than it was begun with: only n and min may grow, and nothing that was drawn is lost by it.
 *
 * @returns The manifest as it was where nothing grows, or what is asked for is no growth: that is a difference like any other.
 * @throws UsageError for a minimum above n, and for a run under a budget, which ends by that.
 */
export function grownManifest(
  begun: Manifest,
  { n = begun.n, min = begun.min }: Partial<Manifest>,
): Manifest {
  if (n < begun.n || min < begun.min || (n === begun.n && min === begun.min)) return begun
  if (begun.budget !== undefined) {
    throw new UsageError('A run under a budget cannot grow: its budget says how many samples it may draw.', {
      fix: 'Leave -n and --min out, or begin a new run.',
    })
  }
  if (min > n) throw new UsageError(`min is ${min}, and n is ${n}.`, { fix: 'Give min a number up to n.' })
  return { ...begun, n, min, ...(n === begun.n ? {} : { grownFrom: [...(begun.grownFrom ?? []), begun.n] }) }
}

/** What n was when the run was begun: the seeds of its problems were kept apart for as many. */
export function firstN({ n, grownFrom }: Pick<Manifest, 'n' | 'grownFrom'>): number {
  return grownFrom?.[0] ?? n
}

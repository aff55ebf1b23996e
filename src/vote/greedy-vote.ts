import { UsageError } from '../ground/errors.ts'

/**
 * Refuses to draw several samples at temperature 0, unless that is wanted: they are the same, so that their vote says nothing.
 *
 * @throws UsageError with the ways out.
 */
export function refuseGreedyVote(temperature: unknown, isAllowed: boolean): void {
  if (temperature !== 0 || isAllowed) return
  throw new UsageError('At temperature 0 all samples are the same, so a vote says nothing.', {
    fix: 'Choose another preset or a temperature above 0 (-o temperature=0.8), or allow identical samples (--allow-identical).',
  })
}

import type { Command } from 'commander'
import { UsageError } from '../ground/errors.ts'
import { tiePolicies, voteUnits } from '../vote/outcome-terms.ts'
import type { PolicyWish } from '../vote/policy.ts'
import { oneOf, wholeNumber } from './flags.ts'

/** What flags say of the policy of a vote that was drawn, as commander gives them. */
export interface PolicyFlags {
  readonly n?: string
  readonly rule?: string
  readonly min?: string
  readonly tie?: string
  readonly extend?: string
  readonly quorum?: string
  readonly countForced?: boolean
  readonly voteBy?: string
  readonly coherent?: boolean
}

/**
 * Adds the flags that say who votes, and what share the winner needs.
 *
 * @param winner - `the winner` of one vote, `a winner` of many.
 */
export function addElectorateFlags(command: Command, winner: 'the winner' | 'a winner'): Command {
  return command
    .option('--quorum <share>', `least votes / drawn that ${winner} needs, as 0.5`)
    .option('--count-forced', 'let answers vote that were forced out after a trip')
    .option('--vote-by <unit>', 'what of JSON answers of a schema is voted on: field (default) or whole')
    .option('--coherent', 'answer with what one sample wrote: the one that agrees with most fields')
}

/** What the flags ask for of a policy. A rule that is named without a minimum has none. */
export function policyWish(flags: PolicyFlags): PolicyWish {
  return {
    n: wholeNumber('-n', flags.n),
    min: wholeNumber('--min', flags.min) ?? (flags.rule === undefined ? undefined : 0),
    rule: flags.rule,
    tie: flags.tie === undefined ? undefined : oneOf('tie policy', tiePolicies, flags.tie),
    extendBy: wholeNumber('--extend', flags.extend),
    quorum: flags.quorum === undefined ? undefined : shareOf('--quorum', flags.quorum),
    countForced: flags.countForced,
    voteBy: flags.voteBy === undefined ? undefined : oneOf('unit to vote on', voteUnits, flags.voteBy),
    coherent: flags.coherent,
  }
}

function shareOf(flag: string, text: string): number {
  const share = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  if (share >= 0 && share <= 1) return share
  throw new UsageError(`${flag} is "${text}".`, { fix: 'Give it a number from 0 to 1.' })
}

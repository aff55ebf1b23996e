import type { Command } from 'commander'

/** What flags say of the policy of a vote that was drawn, as commander gives them. */
export interface PolicyFlags {
  readonly n?: string
  readonly rule?: string
  readonly min?: string
  readonly tie?: string
  readonly extend?: string
  readonly quorum?: string
  readonly countForced?: boolean
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
}

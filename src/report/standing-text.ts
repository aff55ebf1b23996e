import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { VoteStanding } from '../vote/vote-counter.ts'
import { formatMany, oneLine } from './format.ts'

/**
 * Who leads a vote that is being drawn, in a few words behind ` · `: `1/2 leads with 3 of 4`. Of answers with as many votes none leads.
 * '' where nobody voted yet.
 *
 * @param columns - Most columns of the answer.
 */
export function standingText({ leader, isLevel, ballots, fields }: VoteStanding, columns: number): string {
  if (leader === undefined) return ''
  if (fields !== undefined) return ` · ${fields.leading} of ${formatMany(fields.fields, 'field')} lead alone`
  const votes = `${leader.votes} of ${ballots}`
  return isLevel === true
    ? ` · none leads: more than one answer has ${votes}`
    : ` · ${oneLine(cleanForTerminal(leader.answer), columns)} leads with ${votes}`
}

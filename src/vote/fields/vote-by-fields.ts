import type { FieldReader } from '../../answer/fields/field-tally.ts'
import { groupAnswers } from '../../answer/group-answers.ts'
import type { Ballot } from '../ballot.ts'
import { tallyBallots } from '../tally.ts'
import type { Vote } from '../vote.ts'
import { decideFieldVote, type FieldOutcomeTerms } from './decide-fields.ts'

/** How JSON answers of one's own are voted on. */
export interface FieldVoteOptions extends Partial<FieldOutcomeTerms> {
  /** Whether the good fields of an answer vote that does not fit the schema as a whole. */
  readonly salvage?: boolean
}

/**
 * Votes on JSON answers field by field, as `magi vote --schema` does.
 *
 * The order of the answers changes nothing but which of equal ones comes first, and who is named by which position.
 *
 * @param answers - JSON texts; `null` where there was none. What does not fit the schema abstains.
 * @param reader - As `fieldReader` makes it of the schema.
 * @returns The outcome; `samples` are positions in `answers`. Ties are declared where nothing else is asked for.
 */
export function voteByFields(
  answers: readonly (string | null)[],
  reader: FieldReader,
  { salvage = false, ...terms }: FieldVoteOptions = {},
): Vote {
  const counts = salvage ? reader.fitsInPart : reader.fits
  const ballots = answers.map((answer, index): Ballot => {
    if (answer === null || !isSuch(answer, counts)) return { type: 'abstained', index, reason: 'not-found' }
    return { type: 'counted', index, answer, kind: 'json', weight: 1 }
  })
  const tally = tallyBallots(ballots, (texts) => groupAnswers(texts, { kind: 'json' }))
  const counted = ballots.filter((ballot) => ballot.type === 'counted')
  return decideFieldVote(reader.tally(counted), tally, { tie: 'declare', ...terms }, reader.unsupported)
}

function isSuch(text: string, counts: (json: unknown) => boolean): boolean {
  try {
    return counts(JSON.parse(text))
  } catch {
    return false
  }
}

import type { FieldReader, FieldTally } from '../../answer/fields/field-tally.ts'
import { defined } from '../../ground/defined.ts'
import { shortOf } from '../outcome-terms.ts'
import type { Tally, TallyCluster } from '../tally.ts'
import type { Vote } from '../vote.ts'
import { noAnswers } from '../vote.ts'
import { type Assembly, decisiveFields, type FieldTerms, fieldVotes, proseOf } from './field-vote.ts'

/** What of a policy decides a vote by fields once its ballots are counted. */
export interface FieldOutcomeTerms extends Omit<FieldTerms, 'drawn'> {
  /** Always answer with what one sample wrote. */
  readonly coherent?: boolean
}

/**
 * The outcome of a vote by fields.
 *
 * It is won where every required field is, else short, with the fields that are not. Its support is that of the required field with the smallest
 * share: an answer is as sure as the least sure field of it.
 *
 * @param tally - The whole answers, as they were written.
 */
export function decideFieldVote(
  fieldTally: FieldTally,
  tally: Tally,
  terms: FieldOutcomeTerms,
  unsupported: FieldReader['unsupported'],
): Vote {
  const { drawn } = tally
  const { medoid, assembled } = fieldTally
  if (medoid === undefined || assembled === undefined) return noAnswers(tally)
  const fields = fieldVotes(fieldTally, { ...terms, drawn })
  const decisive = decisiveFields(fields)
  const undecided = decisive.filter(({ type }) => type !== 'won').map(({ path }) => path)
  const weakest = decisive
    .filter(({ ballots }) => ballots > 0)
    .reduce<(typeof decisive)[number] | undefined>(
      (least, field) => (least === undefined || field.share < least.share ? field : least),
      undefined,
    )
  const why: Assembly['why'] =
    terms.coherent === true ? 'coherent' : fieldTally.fits ? undefined : 'does-not-fit'
  const wroteMedoid = tally.clusters.find(({ samples }) => samples.includes(medoid.index))
  const exact = why === undefined ? fieldTally.exact : (wroteMedoid?.samples ?? [medoid.index])
  const assembly: Assembly = {
    from: why === undefined ? 'fields' : 'medoid',
    ...defined({ why }),
    medoid: medoid.index,
    exact,
    undecided,
    prose: why === undefined ? proseOf(fieldTally.prose) : [],
    items: fieldTally.alignments,
    wholes: unsupported,
  }
  const voters = fieldTally.voters.length
  const answer = why === undefined ? assembled : medoid.answer
  const outcome = {
    answer,
    kind: 'json' as const,
    // Without a field to vote on, all that is there is that ballots were cast.
    votes: weakest?.votes ?? voters,
    ballots: weakest?.ballots ?? voters,
    share: weakest?.share ?? 1,
    shareInterval: weakest?.shareInterval ?? ([0, 1] as const),
    cluster: tally.clusters.find(({ samples }) => samples.includes(exact[0] ?? -1)) ?? unwritten(answer),
    fields,
    assembly,
  }
  if (undecided.length === 0) return { type: 'won', ...outcome }
  return { type: 'short', ...outcome, ...shortOf(terms, drawn) }
}

/** The cluster of an answer that no sample wrote. */
function unwritten(answer: string): TallyCluster {
  return { answer, kind: 'json', votes: 0, weight: 0, spellings: [answer], samples: [] }
}

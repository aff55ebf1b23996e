import type { AnswerContext } from '../answer/answer.ts'
import type { FieldBallot, FieldCount, FieldReader } from '../answer/fields/field-tally.ts'
import { ballotOf } from '../vote/ballot.ts'
import type { VotingPolicy } from '../vote/policy.ts'
import type { VotedSample } from '../vote/recount.ts'
import type { FieldElectorate, ProblemOutcome } from './estimate/outcome.ts'

/** A wrong value of a field in place of the right one. */
export interface FieldConfusion {
  /** JSON texts; absent where the field is not there. */
  readonly gold?: string
  readonly said?: string
  /** Launch indexes of the samples that said it. */
  readonly samples: readonly number[]
}

/** One field of one problem, as the figures want it. */
export interface FieldOutcome {
  /** With the places of items left out: `items[].price`. */
  readonly path: string
  readonly outcome: ProblemOutcome
  /** The same as a part of the vote on the whole answer. */
  readonly electorate: FieldElectorate
  /** Share of the ballots for what leads. */
  readonly share: number
  readonly confusions: readonly FieldConfusion[]
}

/** One problem whose answers are graded field by field. */
export interface FieldGrading {
  readonly id: string
  readonly reader: FieldReader
  readonly gold: string
  /** Launch indexes of all samples drawn, abstentions included, ascending. */
  readonly drawn: readonly number[]
  /** The answers of those that vote. */
  readonly ballots: readonly FieldBallot[]
}

/** One problem of a run, its gold answers and the last attempt at each of its samples. */
export interface FieldsToGrade {
  readonly id: string
  readonly context: Pick<AnswerContext, 'fields'>
  /** JSON texts; the first is what fields are graded by. */
  readonly gold: readonly string[]
  readonly samples: readonly VotedSample[]
}

/**
 * The fields of a problem of a run, graded.
 *
 * @returns Absent where the vote is on whole answers, or no right answer is known that fits the schema.
 */
export function gradedFields(
  { id, context: { fields: reader }, gold: [right], samples }: FieldsToGrade,
  policy: VotingPolicy,
): FieldOutcome[] | undefined {
  if (reader === undefined || right === undefined || policy.voteBy !== 'field') return undefined
  const drawn = samples
    .filter(({ end }) => end.type !== 'cancelled')
    .map(({ index }) => index)
    .sort((left, right) => left - right)
  const ballots = samples.flatMap((sample) => {
    const ballot = ballotOf(sample, policy)
    return ballot?.type === 'counted' ? [ballot] : []
  })
  const graded = fieldOutcomes({ id, reader, gold: right, drawn, ballots })
  return graded.length === 0 ? undefined : graded
}

/** The outcome of a problem with its vote held field by field, so that maj@k is of such votes; as it was where no fields were graded. */
export function votedByField(
  outcome: ProblemOutcome,
  graded: readonly FieldOutcome[] | undefined,
): ProblemOutcome {
  return graded === undefined ? outcome : { ...outcome, fields: graded.map(({ electorate }) => electorate) }
}

/**
 * The fields of one problem as electorates of their own: which samples said the same, and who was right.
 *
 * The gold answer is counted as one more ballot, so that its items stand where those of the samples do, and taken out again before anything is told.
 */
export function fieldOutcomes({ id, reader, gold, drawn, ballots }: FieldGrading): FieldOutcome[] {
  const goldIndex = Math.max(-1, ...drawn) + 1
  const { counts, voters } = reader.tally([...ballots, { index: goldIndex, answer: gold }])
  if (!voters.includes(goldIndex)) return []
  return counts
    .filter(({ shown, options }) => shown && options.some(({ samples }) => samples.includes(goldIndex)))
    .map((count) => fieldOutcome(count, { id, goldIndex, drawn }))
}

function fieldOutcome(
  { path, kind, options }: FieldCount,
  {
    id,
    goldIndex,
    drawn,
  }: { readonly id: string; readonly goldIndex: number; readonly drawn: readonly number[] },
): FieldOutcome {
  const right = options.findIndex(({ samples }) => samples.includes(goldIndex))
  const said = options.map((option) => ({
    ...option,
    samples: option.samples.filter((sample) => sample !== goldIndex),
  }))
  const clusterOf = new Map(
    said.flatMap(({ samples }, place) => samples.map((sample) => [sample, place] as const)),
  )
  const votes = said.map(({ samples }) => samples.length)
  const most = Math.max(...votes)
  const all = votes.reduce((sum, count) => sum + count, 0)
  // Launch order settles ties, as in the literature.
  const winner = said
    .map(({ samples }, place) => ({
      place,
      first: samples[0] ?? Number.POSITIVE_INFINITY,
      votes: samples.length,
    }))
    .filter((option) => option.votes === most && most > 0)
    .sort((left, right) => left.first - right.first)[0]?.place
  const goldValue = options[right]?.value
  const clusters = drawn.map((index) => clusterOf.get(index))
  // Half of the ballots are too few for an item, which is then out.
  const out = kind === 'member' ? options.findIndex(({ value }) => value === undefined) : -1
  return {
    path: path.replace(/\[\d*\]/g, '[]'),
    share: all === 0 ? 0 : most / all,
    outcome: {
      id: `${id} ${path}`,
      question: id,
      samples: clusters.map((cluster) => (cluster === undefined ? {} : { cluster })),
      correct: [right],
      ...(winner === undefined ? {} : { winner }),
    },
    electorate: { clusters, right, ...(out < 0 ? {} : { winsTies: out }) },
    confusions: said.flatMap(({ value, samples }, place) =>
      place === right || samples.length === 0
        ? []
        : [
            {
              ...(goldValue === undefined ? {} : { gold: goldValue }),
              ...(value === undefined ? {} : { said: value }),
              samples,
            },
          ],
    ),
  }
}

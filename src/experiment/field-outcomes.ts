import type { FieldBallot, FieldCount, FieldReader } from '../answer/fields/field-tally.ts'
import type { ProblemOutcome } from './estimate/outcome.ts'

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
  { path, options }: FieldCount,
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
  return {
    path: path.replace(/\[\d*\]/g, '[]'),
    share: all === 0 ? 0 : most / all,
    outcome: {
      id: `${id} ${path}`,
      question: id,
      samples: drawn.map((index) => {
        const cluster = clusterOf.get(index)
        return cluster === undefined ? {} : { cluster }
      }),
      correct: [right],
      ...(winner === undefined ? {} : { winner }),
    },
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

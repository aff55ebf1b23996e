import type {
  FieldCount,
  FieldOption,
  FieldTally,
  ItemAlignment,
  ProseField,
} from '../../answer/fields/field-tally.ts'
import type { Unsupported } from '../../answer/fields/schema-nodes.ts'
import { isShort, type OutcomeTerms } from '../outcome-terms.ts'
import { wilsonInterval } from '../wilson.ts'

/** What decides each field: as for a vote of whole answers. */
export interface FieldTerms extends OutcomeTerms {
  /** Samples drawn, abstentions included. */
  readonly drawn: number
}

/** A value of a field that was not elected. */
export interface OtherValue {
  /** A JSON value; absent where the field is not there. */
  readonly value?: unknown
  readonly votes: number
  /** Launch indexes, ascending. */
  readonly samples: readonly number[]
}

/** The vote on one field. */
export interface FieldVote {
  /** `party`, `parties[0].name`; `$` for the whole answer, `tags[]` for an element that did not get in. */
  readonly path: string
  /** `short`: too few of the samples drawn · `no-answers`: no ballot says anything of it. */
  readonly type: 'won' | 'tied' | 'short' | 'no-answers'
  readonly required: boolean
  /** The JSON value that leads; absent where none leads, or where what leads is that the field is not there. */
  readonly value?: unknown
  /** Ballots for it. */
  readonly votes: number
  /** All ballots that count here. */
  readonly ballots: number
  /** votes / ballots; 0 without ballots. */
  readonly share: number
  /** Wilson 95 % interval of the share, as of a vote; 0 to 1 without ballots. */
  readonly shareInterval: readonly [low: number, high: number]
  /** Launch indexes of the samples that said it, ascending. */
  readonly samples: readonly number[]
  readonly others: readonly OtherValue[]
}

/** How an answer was put together out of fields. */
export interface Assembly {
  /** `fields`: it is what the fields elected · `medoid`: one sample wrote it, the one that agrees with the fields in most of them. */
  readonly from: 'fields' | 'medoid'
  /** Why it is the medoid: it was asked for, or the elected fields together do not fit the schema. */
  readonly why?: 'coherent' | 'does-not-fit'
  /** The sample that agrees in most fields. */
  readonly medoid: number
  /** Samples that wrote exactly the answer. */
  readonly exact: readonly number[]
  /** Required fields that are not won. */
  readonly undecided: readonly string[]
  /** Texts that were not voted, and the sample each comes from. */
  readonly prose: readonly { readonly path: string; readonly value: unknown; readonly sample: number }[]
  readonly items: readonly ItemAlignment[]
  /** What of the schema was voted as a whole. */
  readonly wholes: readonly Unsupported[]
}

/** The fields of a vote, in the order of the schema. */
export function fieldVotes({ counts }: Pick<FieldTally, 'counts'>, terms: FieldTerms): FieldVote[] {
  return counts.filter(({ shown }) => shown).map((count) => fieldVote(count, terms))
}

function fieldVote(count: FieldCount, terms: FieldTerms): FieldVote {
  const { path, required, options, ballots } = count
  const [leader, ...rest] = options
  const votes = leader?.samples.length ?? 0
  return {
    path,
    type: typeOf(count, terms),
    required,
    ...toldValue(leader),
    votes,
    ballots,
    share: ballots === 0 ? 0 : votes / ballots,
    shareInterval: ballots === 0 ? [0, 1] : wilsonInterval(votes, ballots),
    samples: [...(leader?.samples ?? [])],
    others: rest.map((option) => ({
      ...toldValue(option),
      votes: option.samples.length,
      samples: [...option.samples],
    })),
  }
}

function typeOf(
  { kind, required, options: [leader, second] }: FieldCount,
  terms: FieldTerms,
): FieldVote['type'] {
  if (leader === undefined) return 'no-answers'
  const votes = leader.samples.length
  // An element is in when more than half hold it: with half of them it is out, and that is no tie.
  if (kind === 'value' && terms.tie !== 'first' && votes === second?.samples.length) return 'tied'
  return required && isShort(votes, terms.drawn, terms) ? 'short' : 'won'
}

function toldValue(option: FieldOption | undefined): { value?: unknown } {
  return option?.value === undefined ? {} : { value: JSON.parse(option.value) }
}

/** The fields that a vote waits for: the required ones, or all where none is. */
export function decisiveFields<F extends { readonly required: boolean }>(fields: readonly F[]): readonly F[] {
  const required = fields.filter((field) => field.required)
  return required.length === 0 ? fields : required
}

/** The texts of an assembly that were not voted, as values. */
export function proseOf(prose: readonly ProseField[]): Assembly['prose'] {
  return prose.map(({ path, value, sample }) => ({ path, value: JSON.parse(value) as unknown, sample }))
}

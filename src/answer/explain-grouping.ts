import type { AnswerContext } from './answer.ts'
import type { Choice } from './equivalence/grouping/choose-readings.ts'
import type { Camp } from './equivalence/grouping/units.ts'
import type { ReadingName } from './equivalence/keyed-answer.ts'
import { clusterAnswers, type GivenAnswer } from './group-answers.ts'
import { type DecidingLayer, layerOf, sameAnswer } from './same-answer.ts'

/** Why the answers of one spelling are where they are. */
export interface SpellingExplanation {
  readonly spelling: string
  /** Which of the answers given, by position, ascending. */
  readonly members: readonly number[]
  /** The layer that put it there. */
  readonly by: DecidingLayer
  /** In words, where there was something to decide. */
  readonly why?: string
}

/** Why one cluster is one, and why it is not another. */
export interface ClusterExplanation {
  readonly answer: string
  readonly members: readonly number[]
  /** Most frequent first. */
  readonly spellings: readonly SpellingExplanation[]
  /** What tells it from the largest cluster; absent for that one. */
  readonly apart?: { readonly by: DecidingLayer; readonly why?: string }
}

/** Clusters by size, as `groupAnswers` gives them, with what joined and parted them. */
export interface GroupingExplanation {
  readonly clusters: readonly ClusterExplanation[]
  /** Positions that held no answer. */
  readonly abstained: readonly number[]
}

/**
 * The same clusters as `groupAnswers`, with the layer that decided on each spelling, and why an ambiguous one went where it did.
 *
 * @param answers - One per ballot, in any order.
 * @param context - What is known of the problem they answer.
 */
export function explainGrouping(
  answers: readonly GivenAnswer[],
  context: AnswerContext = {},
): GroupingExplanation {
  const { grouping, camps } = clusterAnswers(answers, context, {})
  const [largest] = grouping.clusters
  const clusters = grouping.clusters.map(({ answer, members, spellings }, place): ClusterExplanation => {
    const [core, ...joined] = camps[place] ?? []
    const known = new Map<string, SpellingExplanation>()
    for (const choice of core?.choices ?? []) known.set(choice.voter.answer.text, ofCore(choice, core))
    for (const camp of joined) {
      for (const choice of camp.choices) known.set(choice.voter.answer.text, ofRounded(choice, core))
    }
    return {
      answer,
      members,
      spellings: spellings.flatMap((spelling) => known.get(spelling) ?? []),
      ...(largest === undefined || place === 0 ? {} : { apart: partedFrom(largest.answer, answer, context) }),
    }
  })
  return { clusters, abstained: grouping.abstained }
}

/** A spelling whose key is that of its cluster. */
function ofCore(choice: Choice, camp: Camp | undefined): SpellingExplanation {
  const { voter, chosen } = choice
  const { reading, key } = chosen
  const bare = camp !== undefined && camp.unit !== '' && reading.unit === ''
  const why = [
    ...ambiguityOf(choice),
    ...(bare ? [`states no unit, and goes with ${camp.unit}, which most others state`] : []),
    ...(voter.answer.limit === undefined
      ? []
      : [`over the limit of ${voter.answer.limit}: compared by its text`]),
  ].join('; ')
  const layer: DecidingLayer =
    voter.answer.limit !== undefined
      ? 'limits'
      : bare
        ? 'unit'
        : reading.name !== 'literal' && reading.name !== 'choice'
          ? `reading: ${reading.name}`
          : key !== reading.key
            ? 'numeric'
            : layerOf(reading)
  return {
    spelling: voter.answer.text,
    members: voter.positions,
    by: layer,
    ...(why === '' ? {} : { why }),
  }
}

/** A decimal that went with the value it rounds. */
function ofRounded(choice: Choice, core: Camp | undefined): SpellingExplanation {
  const anchor = core?.choices[0]?.voter.answer.text ?? ''
  const why = [`rounds ${anchor}`, ...ambiguityOf(choice)].join('; ')
  return { spelling: choice.voter.answer.text, members: choice.voter.positions, by: 'rounding', why }
}

/** What was open in an answer, and what decided it. */
function ambiguityOf({ voter, reason }: Choice): string[] {
  const other = voter.readings.find(({ reading }) => reading.name !== 'literal')
  const name = other?.reading.name ?? 'literal'
  switch (reason.type) {
    case 'only-reading':
      return []
    case 'electorate': {
      const { votes, next } = reason
      const against = next === 0 ? 'none' : String(next)
      return [`${ambiguities[name]}: ${votes} that can be read in one way only decide, ${against} against`]
    }
    case 'company':
      return [`${ambiguities[name]}: others as open as it can be read alike`]
    default:
      return [`${ambiguities[name]}: no other answer decides, so it is taken as written`]
  }
}

/** What notation leaves open, by the name of the reading. */
const ambiguities: Readonly<Record<ReadingName, string>> = {
  literal: 'can be read in several ways',
  comma: 'its comma may mark decimals, thousands or a list',
  pointsGroup: 'its point may mark thousands',
  pairs: 'a pair may be a point or an interval',
  lists: 'a list may have an order or none',
  arrays: 'square brackets may be an array or a list',
  names: 'the values may count with their names or without',
  equations: 'an equation may stand for its value',
  singletons: 'a set of one may stand for its element',
  logarithm: 'the base of the logarithm is not written',
  imaginary: 'the letter may be the imaginary unit',
  percent: 'a percentage may be its value or its figure',
  letterUnits: 'a letter may be a factor or a unit',
  bases: 'a subscript may be a base',
  choice: 'an option may be named by its letter or its text',
  letters: 'a letter may be an option or a variable',
  'number-word': 'a word may stand for a number',
}

function partedFrom(
  largest: string,
  answer: string,
  context: AnswerContext,
): NonNullable<ClusterExplanation['apart']> {
  const { same, by } = sameAnswer(largest, answer, context)
  return same ? { by, why: 'the two alone could be read alike; the other answers part them' } : { by }
}

import { defined } from '../ground/defined.ts'
import type { AnswerContext, Grouping } from './answer.ts'
import { type DecidingLayer, layerOfJoin } from './equivalence/deciding-layer.ts'
import type { Choice, ReadingReason } from './equivalence/grouping/choose-readings.ts'
import type { Camp } from './equivalence/grouping/units.ts'
import type { ReadingName } from './equivalence/keyed-answer.ts'
import type { Limit } from './equivalence/limits.ts'
import { clusterAnswers, type GivenAnswer, type GroupOptions } from './group-answers.ts'

/** Why everyone who wrote one spelling is in its cluster. */
export interface SpellingExplanation {
  /** The answer as written. */
  readonly spelling: string
  /** Positions in the list of answers, ascending. */
  readonly members: readonly number[]
  /** Index of its cluster in the grouping. */
  readonly cluster: number
  /** The reading it counts under. */
  readonly reading: ReadingName
  /** The readings that it admits beside that one. */
  readonly otherReadings: readonly ReadingName[]
  /** What decided between its readings. */
  readonly why: ReadingReason
  /** What joins it to the cluster's printed answer; `spelling` where it is the printed one. */
  readonly joinedBy: DecidingLayer | 'spelling'
  /** The spelling that it rounds, where it is here for that. */
  readonly roundingOf?: string
  /** The unit it states. */
  readonly unit?: string
  /** The limit it met: it was compared by its normalised text only. */
  readonly limit?: Limit
}

/** A grouping with the reason for every spelling. */
export interface GroupingExplanation {
  readonly grouping: Grouping
  /** By cluster, then most frequent first. */
  readonly spellings: readonly SpellingExplanation[]
}

/**
 * Groups answers as `groupAnswers` does, and says for each spelling which reading it took, what decided that, which layer
 * joined it to its cluster, and which value it rounds.
 */
export function explainGrouping(
  answers: readonly GivenAnswer[],
  context: AnswerContext = {},
  options: GroupOptions = {},
): GroupingExplanation {
  const { grouping, camps } = clusterAnswers(answers, context, options)
  const spellings = grouping.clusters.flatMap((cluster, index) => {
    const joined = camps[index] ?? []
    const choices = joined.flatMap((camp) => camp.choices.map((choice) => ({ choice, camp })))
    const printed = choices.find(({ choice }) => choice.voter.answer.text === cluster.answer)
    if (printed === undefined) return []
    return cluster.spellings.flatMap((spelling) =>
      choices
        .filter(({ choice }) => choice.voter.answer.text === spelling)
        .map(({ choice, camp }) => explain(choice, camp, printed, joined[0], index)),
    )
  })
  return { grouping, spellings }
}

interface Placed {
  readonly choice: Choice
  readonly camp: Camp
}

function explain(
  choice: Choice,
  camp: Camp,
  printed: Placed,
  anchor: Camp | undefined,
  cluster: number,
): SpellingExplanation {
  const { voter, chosen, reason } = choice
  const { answer } = voter
  const { unit } = chosen.reading
  const rounds = anchor !== undefined && camp !== anchor
  return {
    spelling: answer.text,
    members: voter.positions,
    cluster,
    reading: chosen.reading.name,
    otherReadings: answer.readings.filter((other) => other !== chosen.reading).map(({ name }) => name),
    why: reason,
    joinedBy: joinedBy(choice, camp, printed),
    ...(rounds ? { roundingOf: mostFrequent(anchor) } : {}),
    ...(unit === '' ? {} : { unit }),
    ...defined({ limit: answer.limit }),
  }
}

function joinedBy(choice: Choice, camp: Camp, printed: Placed): DecidingLayer | 'spelling' {
  if (choice === printed.choice) return 'spelling'
  if (camp !== printed.camp) return 'rounding'
  const [a, b] = [choice, printed.choice]
  return layerOfJoin(a.voter.answer, b.voter.answer, a.chosen.reading, b.chosen.reading)
}

function mostFrequent(camp: Camp): string {
  const [first] = [...camp.choices].sort((a, b) => b.voter.positions.length - a.voter.positions.length)
  return first?.voter.answer.text ?? ''
}

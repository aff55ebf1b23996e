import type { AnswerContext } from './answer.ts'
import type { DecidingLayer } from './equivalence/deciding-layer.ts'
import { explainGrouping, type SpellingExplanation } from './explain-grouping.ts'
import type { GivenAnswer } from './group-answers.ts'
import { sameAnswer } from './same-answer.ts'

/** Why one cluster is one, and why it is not the largest. */
export interface ClusterExplanation {
  readonly answer: string
  /** Positions in the list of answers, ascending. */
  readonly members: readonly number[]
  /** Most frequent first. */
  readonly spellings: readonly SpellingExplanation[]
  /**
   * What the answer alone is to that of the largest cluster, and the layer that says so; absent for that one. Two that alone say the same are
   * parted by all the answers together.
   */
  readonly besideLargest?: { readonly same: boolean; readonly by: DecidingLayer }
}

/** Groups answers as `groupAnswers` does, and explains each cluster. */
export function explainClusters(
  answers: readonly GivenAnswer[],
  context: AnswerContext = {},
): ClusterExplanation[] {
  const { grouping, spellings } = explainGrouping(answers, context)
  const [largest] = grouping.clusters
  return grouping.clusters.map(({ answer, members }, place) => ({
    answer,
    members,
    spellings: spellings.filter(({ cluster }) => cluster === place),
    ...(largest === undefined || place === 0
      ? {}
      : { besideLargest: sameAnswer(largest.answer, answer, context) }),
  }))
}

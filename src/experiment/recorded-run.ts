import { defined } from '../ground/defined.ts'
import { type BallotTerms, ballotOf } from '../vote/ballot.ts'
import type { VotedSample } from '../vote/recount.ts'
import { type GroupAnswers, tallyBallots } from '../vote/tally.ts'
import type { RecordedQuestion } from './trace/question.ts'

/** How the samples of a run become a recorded question. */
export interface RecordingOptions {
  /** The run id. */
  readonly source: string
  readonly model?: string
  readonly dataset?: string
  /** Groups equivalent answers, as for the vote. */
  readonly group: GroupAnswers
  /** Which samples vote. */
  readonly terms: BallotTerms
  /** The known answer, and whether an answer is it. */
  readonly gold?: { readonly text: string; readonly isGold: (answer: string) => boolean }
}

/**
 * The samples of one problem of a run as a recorded question, for a simulation or an estimate.
 *
 * Cancelled samples are left out, since nobody knows what they would have said; the others keep their launch order.
 *
 * @param samples - One for each launch index of one problem, in any order.
 */
export function recordedQuestion(
  problem: string,
  samples: readonly VotedSample[],
  options: RecordingOptions,
): RecordedQuestion {
  const { source, model, dataset, group, terms, gold } = options
  const drawn = samples
    .filter((sample) => sample.end.type !== 'cancelled')
    .toSorted((left, right) => left.index - right.index)
  const ballots = drawn.flatMap((sample) => ballotOf(sample, terms) ?? [])
  const { clusters } = tallyBallots(ballots, group)
  const classOf = new Map(
    clusters.flatMap(({ samples }, position) => samples.map((index) => [index, position])),
  )
  return {
    source,
    ...defined({ dataset, model }),
    id: problem,
    ...(gold === undefined ? {} : { gold: gold.text, goldClass: goldClassOf(gold.isGold) }),
    answers: drawn.map(({ answer }) => (answer.type === 'found' ? answer.value : null)),
    classes: drawn.map(({ index }) => classOf.get(index) ?? -1),
    tokens: drawn.map((sample) => sample.tokens.output),
  }

  function goldClassOf(isGold: (answer: string) => boolean): number | 'never' {
    const position = clusters.findIndex((cluster) => cluster.spellings.some(isGold))
    return position < 0 ? 'never' : position
  }
}

import { defined } from '../ground/defined.ts'
import type { Sample } from '../sample/sample.ts'
import type { TallyCluster } from '../vote/tally.ts'
import {
  firstSeenWinner,
  type OutcomeEnding,
  type ProblemOutcome,
  type SampleOutcome,
  type Spent,
} from './estimate/outcome.ts'
import type { RecordedQuestion } from './trace/question.ts'

/**
 * How a sample ended, as the figures tell it apart.
 *
 * @returns `undefined` for a cancelled sample: it was not drawn to its end and is in no figure.
 */
export function endingOf({ end, forced }: Pick<Sample, 'end' | 'forced'>): OutcomeEnding | undefined {
  switch (end.type) {
    case 'finished':
      // A forced answer comes after a trip: the sample did not finish by itself.
      return forced ? 'tripped' : end.reason === 'length' ? 'truncated' : 'finished'
    case 'tripped':
      return end.guard.endsWith('-loop') ? 'looped' : 'tripped'
    case 'failed':
      return 'failed'
    default:
      return undefined
  }
}

/**
 * A recorded question as the figures want it. The vote goes to the answer with most votes, ties to the first seen, as in the literature.
 */
export function outcomeOfRecorded(question: RecordedQuestion): ProblemOutcome {
  const { id, dataset = '', model = '', classes, goldClass, tokens } = question
  const samples = classes.map((cluster, index): SampleOutcome => {
    const count = tokens?.[index]
    return { ...(cluster < 0 ? {} : { cluster }), ...(count === undefined ? {} : { tokens: count }) }
  })
  const outcome: ProblemOutcome = {
    id: [dataset, model, id].filter((part) => part !== '').join('/'),
    // Several models are asked the same question.
    question: [dataset, id].filter((part) => part !== '').join('/'),
    samples,
    ...(goldClass === undefined ? {} : { correct: goldClass === 'never' ? [] : [goldClass] }),
  }
  const winner = firstSeenWinner(outcome)
  return winner === undefined ? outcome : { ...outcome, winner }
}

/** What of a sample the figures need: not its texts. */
export type DrawnSample = Pick<Sample, 'index' | 'end' | 'forced' | 'answer' | 'tokens' | 'timing'>

/** One problem of a run, with its vote. */
export interface VotedProblem {
  readonly id: string
  /** Every attempt at each launch index, in the order written: the last one is what came of it, and all of them cost. */
  readonly samples: readonly DrawnSample[]
  /** The clusters of the tally. */
  readonly clusters: readonly Pick<TallyCluster, 'spellings' | 'samples'>[]
  /** The winning one of them; absent where the vote has no winner. */
  readonly winner?: Pick<TallyCluster, 'spellings' | 'samples'>
  /**
   * Whether an answer is right; with an index, whether it is in that sample, which a person may dispute. Absent where no right answer is known.
   */
  readonly isRight?: (answer: string, index?: number) => boolean
}

/**
 * One problem of a run as the figures want it.
 *
 * A cluster is right where one of its spellings is. A sample whose own verdict was disputed stands in a cluster of its own: its vote stays a vote,
 * but neither makes its former cluster right nor wrong.
 */
export function outcomeOfRun({
  id,
  samples,
  clusters: written,
  winner,
  isRight,
}: VotedProblem): ProblemOutcome {
  // An answer that was put together out of fields may be one that no sample wrote.
  const clusters = winner === undefined || written.includes(winner) ? written : [...written, winner]
  const clusterOf = new Map(
    clusters.flatMap((cluster, place) => cluster.samples.map((index) => [index, place])),
  )
  const correct = clusters.flatMap(({ spellings }, place) =>
    isRight && spellings.some((text) => isRight(text)) ? [place] : [],
  )
  const spent = spentByIndex(samples)
  const last = [...new Map(samples.map((sample) => [sample.index, sample])).values()]
  const drawn = last
    .filter(({ end }) => end.type !== 'cancelled')
    .toSorted((left, right) => left.index - right.index)
  let apart = clusters.length
  const outcomes = drawn.map((sample): SampleOutcome => {
    const { index, answer } = sample
    const ending = endingOf(sample)
    let cluster = clusterOf.get(index)
    const text = answer.type === 'found' ? answer.value : undefined
    if (cluster !== undefined && text !== undefined && isRight && isRight(text, index) !== isRight(text)) {
      cluster = apart++
      if (isRight(text, index)) correct.push(cluster)
    }
    return {
      ...defined({ ending, cluster }),
      ...(spent.get(index) ?? nothingSpent),
    }
  })
  const cancelled = last.filter(({ end }) => end.type === 'cancelled')
  const unfinished = cancelled
    .map(({ index }) => spent.get(index) ?? nothingSpent)
    .reduce(addSpent, nothingSpent)
  const place = winner === undefined ? -1 : clusters.indexOf(winner)
  return {
    id,
    samples: outcomes,
    ...(isRight && { correct }),
    ...(cancelled.length > 0 && { cancelled: unfinished }),
    ...(place < 0 ? {} : { winner: place }),
  }
}

const nothingSpent: Spent = { tokens: 0, elapsedMs: 0 }

function addSpent(one: Spent, other: Spent): Spent {
  return { tokens: one.tokens + other.tokens, elapsedMs: one.elapsedMs + other.elapsedMs }
}

/** What all attempts at each launch index cost together. */
function spentByIndex(samples: readonly DrawnSample[]): ReadonlyMap<number, Spent> {
  const spent = new Map<number, Spent>()
  for (const { index, tokens, timing } of samples) {
    const attempt = { tokens: tokens.output, elapsedMs: timing.elapsedMs }
    spent.set(index, addSpent(spent.get(index) ?? nothingSpent, attempt))
  }
  return spent
}

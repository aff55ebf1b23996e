import type { AnswerContext } from '../answer/answer.ts'
import { explainClusters } from '../answer/explain-clusters.ts'
import { explainExtraction } from '../answer/extract/extract.ts'
import { defined } from '../ground/defined.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf } from './answer-of.ts'
import { type BallotTerms, ballotOf, type CountedBallot } from './ballot.ts'
import type { SampleExplanation, VoteExplanation } from './explanation-schema.ts'

/** Gathers why the samples of one vote were counted as they were. Keeps no text but what the rules found. */
export interface VoteExplainer {
  /** Takes a sample with its text; a later attempt at the same index replaces the one before. */
  add(sample: Sample): void
  explanation(): VoteExplanation
}

/** What is explained. */
export interface ExplainedVote {
  readonly runId: string
  readonly problem: string
  readonly context: AnswerContext
  readonly terms: BallotTerms
}

/** Starts an explanation of a vote. */
export function explainVote({ runId, problem, context, terms }: ExplainedVote): VoteExplainer {
  const seen = new Map<
    number,
    { ballot: ReturnType<typeof ballotOf>; said: Omit<SampleExplanation, 'ballot'> }
  >()
  return {
    add(sample) {
      const { index, attempt, answer } = sample
      seen.set(index, {
        ballot: ballotOf(sample, terms),
        said: {
          index,
          attempt,
          ...(answer.type === 'found' ? { answer: answer.value, by: answer.by } : {}),
          steps: stepsOf(sample, context),
        },
      })
    },
    explanation() {
      const inOrder = [...seen.values()].sort((left, right) => left.said.index - right.said.index)
      const ballots = inOrder.flatMap(({ ballot }) => (ballot?.type === 'counted' ? [ballot] : []))
      const clusters = explainClusters(
        ballots.map(({ answer }) => answer),
        context,
      )
      const clusterOf = new Map(
        clusters.flatMap(({ members }, place) => members.map((member) => [ballots[member], place] as const)),
      )
      return {
        schema: 'magi.explanation/1',
        runId,
        problem,
        samples: inOrder.map(({ ballot, said }) => ({ ...said, ballot: countedAs(ballot, clusterOf) })),
        clusters: clusters.map(({ answer, members, spellings, besideLargest }) => ({
          answer,
          samples: samplesOf(members, ballots),
          spellings: spellings.map(({ members: written, cluster: _cluster, ...rest }) => ({
            ...rest,
            samples: samplesOf(written, ballots),
            otherReadings: [...rest.otherReadings],
          })),
          ...defined({ besideLargest }),
        })),
      }
    },
  }
}

/** The rules that were tried on the text of a sample; none where its text was not searched. */
function stepsOf({ text, end, forced }: Sample, context: AnswerContext): SampleExplanation['steps'] {
  let steps: SampleExplanation['steps'] = []
  answerOf(
    { text, end },
    context,
    (searched, asked) => {
      const trace = explainExtraction(searched, asked)
      steps = trace.steps.map(({ rule, about, found }) => {
        if (found === undefined) return { rule, about }
        return {
          ...{ rule, about },
          found: found === 'truncated' ? found : { value: found.value, span: [...found.span] },
        }
      })
      return trace.extraction
    },
    forced,
  )
  return keptOnce(steps)
}

/** Most ways to come to an answer that are kept once; when there are more, all are dropped. */
const mostKept = 10_000
const stepsByText = new Map<string, SampleExplanation['steps']>()

/** The same steps, kept once for all samples that took them, and holding no piece of the text of one. */
function keptOnce(steps: SampleExplanation['steps']): SampleExplanation['steps'] {
  const text = JSON.stringify(steps)
  let kept = stepsByText.get(text)
  if (kept === undefined) {
    if (stepsByText.size >= mostKept) stepsByText.clear()
    kept = JSON.parse(text) as SampleExplanation['steps']
    stepsByText.set(text, kept)
  }
  return kept
}

function countedAs(
  ballot: ReturnType<typeof ballotOf>,
  clusterOf: ReadonlyMap<CountedBallot | undefined, number>,
): SampleExplanation['ballot'] {
  if (ballot === undefined) return { type: 'cancelled' }
  if (ballot.type === 'abstained') return { type: 'abstained', reason: ballot.reason }
  const cluster = clusterOf.get(ballot)
  // What the engine calls blank is no answer, as in the tally.
  return cluster === undefined ? { type: 'abstained', reason: 'not-found' } : { type: 'counted', cluster }
}

function samplesOf(members: readonly number[], ballots: readonly CountedBallot[]): number[] {
  return members.map((member) => ballots[member]?.index ?? 0).sort((left, right) => left - right)
}

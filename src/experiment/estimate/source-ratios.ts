import type { Contribution } from './estimate.ts'
import {
  isCorrect,
  type OutcomeEnding,
  type ProblemOutcome,
  type SampleOutcome,
  type Spent,
} from './outcome.ts'
import type { Ratio } from './ratio.ts'

/** A figure as a ratio over problems, or the reason why there is none. */
export type RatioOrReason = Ratio | string

type Amount = (problem: ProblemOutcome) => number

/** The problem that an entry is about: what its error clusters by. */
export function questionOf({ question, id }: ProblemOutcome): string {
  return question ?? id
}

/** Mean over problems, each weighing the same. */
export function meanRatio(problems: readonly ProblemOutcome[], amount: Amount): Ratio {
  return ratio(problems, amount, () => 1)
}

/** The figures about samples, of the samples that may be used for them. */
export function sampleRatios(problems: readonly ProblemOutcome[]) {
  const count: Amount = ({ samples }) => samples.length
  const share = (ending: OutcomeEnding) =>
    missing(problems, endings) ??
    ratio(
      problems,
      countSamples((sample) => sample.ending === ending),
      count,
    )
  const graded = withKnownAnswer(problems)
  const right: Amount = (problem) => problem.samples.filter((sample) => isCorrect(sample, problem)).length
  return {
    passAt1: whenGraded(graded, () =>
      meanRatio(graded, (problem) => right(problem) / problem.samples.length),
    ),
    answerRate: ratio(
      problems,
      countSamples(({ cluster }) => cluster !== undefined),
      count,
    ),
    truncationRate: share('truncated'),
    loopRate: share('looped'),
    tripRate: share('tripped'),
    failureRate: share('failed'),
    tokensPerCorrectSample: whenGraded(graded, () => cost(graded, tokens, right, 'sample')),
    secondsPerCorrectSample: whenGraded(graded, () => cost(graded, seconds, right, 'sample')),
  }
}

/** The figures about votes and about what the whole run cost. */
export function voteRatios(problems: readonly ProblemOutcome[]) {
  const graded = withKnownAnswer(problems)
  const right: Amount = ({ correct, winner }) => (winner !== undefined && correct?.includes(winner) ? 1 : 0)
  const voted = problems.some(({ winner }) => winner !== undefined)
  const whenVoted = (build: () => RatioOrReason) =>
    whenGraded(graded, () => (voted ? build() : 'no vote was taken, or none had a winner'))
  return {
    voteAccuracy: whenVoted(() => meanRatio(graded, right)),
    samplesPerProblem: meanRatio(problems, ({ samples }) => samples.length),
    tokensPerProblem: missing(problems, tokens) ?? meanRatio(problems, wholeCost(tokens)),
    tokensPerCorrectVote: whenVoted(() => cost(graded, tokens, right, 'vote')),
    secondsPerCorrectVote: whenVoted(() => cost(graded, seconds, right, 'vote')),
  }
}

/** The problems whose right answer is known. */
export function withKnownAnswer(problems: readonly ProblemOutcome[]): ProblemOutcome[] {
  return problems.filter(({ correct }) => correct !== undefined)
}

interface Measure {
  readonly of: (sample: SampleOutcome) => number | string | undefined
  readonly name: string
}

interface Amounts extends Measure {
  readonly of: (sample: SampleOutcome | Spent) => number | undefined
}

const endings: Measure = { of: (sample) => sample.ending, name: 'how they ended' }
const tokens: Amounts = { of: (spent) => spent.tokens, name: 'a token count' }
const seconds: Amounts = {
  of: ({ elapsedMs }) => (elapsedMs === undefined ? undefined : elapsedMs / 1000),
  name: 'a duration',
}

function cost(
  problems: readonly ProblemOutcome[],
  measure: Amounts,
  right: Amount,
  each: string,
): RatioOrReason {
  if (problems.every((problem) => right(problem) === 0)) return `no ${each} was right`
  const all = each === 'vote' ? wholeCost(measure) : total(measure)
  return missing(problems, measure) ?? ratio(problems, all, right)
}

function missing(problems: readonly ProblemOutcome[], { of, name }: Measure): string | undefined {
  let samples = 0
  let without = 0
  for (const problem of problems) {
    for (const sample of problem.samples) {
      samples++
      if (of(sample) === undefined) without++
    }
  }
  return without === 0 ? undefined : `${without} of ${samples} samples have no record of ${name}`
}

function total({ of }: Amounts): Amount {
  return ({ samples }) => samples.reduce((sum, sample) => sum + (of(sample) ?? 0), 0)
}

/** What a problem cost in all: its samples, and those that were cancelled. */
function wholeCost(measure: Amounts): Amount {
  return (problem) => total(measure)(problem) + (measure.of(problem.cancelled ?? {}) ?? 0)
}

function countSamples(matches: (sample: SampleOutcome) => boolean): Amount {
  return ({ samples }) => samples.filter(matches).length
}

function whenGraded(graded: readonly ProblemOutcome[], build: () => RatioOrReason): RatioOrReason {
  return graded.length === 0 ? 'no right answer is known' : build()
}

function ratio(problems: readonly ProblemOutcome[], numerator: Amount, denominator: Amount): Ratio {
  return problems.map(
    (problem): Contribution => ({
      problem: questionOf(problem),
      numerator: numerator(problem),
      denominator: denominator(problem),
    }),
  )
}

import type { AbsentFigure, Estimate, EstimateAtK } from './estimate.ts'

/** Every figure of one source: a run, or a file of recorded answers. A figure that is not defined is absent, and `absent` says why. */
export interface SourceEstimates {
  /** Problems the figures are over. */
  readonly problems: number
  /** Samples of those problems. */
  readonly samples: number
  /** Share of samples that are right, mean over problems: the accuracy of one sample. */
  readonly passAt1?: Estimate
  readonly passAtK: readonly EstimateAtK[]
  readonly majAtK: readonly EstimateAtK[]
  /** Chance that all of k samples are right: what can be relied on, where pass@k is what can be reached. */
  readonly passAllK: readonly EstimateAtK[]
  /** Only where the samples carry unequal weights. */
  readonly weightedMajAtK: readonly EstimateAtK[]
  /** Share of problems whose vote, by the rule and tie policy of the run, was right. No winner is wrong. */
  readonly voteAccuracy?: Estimate
  /** Share of samples with an answer that counts. */
  readonly answerRate?: Estimate
  /** Share of samples cut at the token limit. */
  readonly truncationRate?: Estimate
  /** Share of samples stopped by the loop guard. */
  readonly loopRate?: Estimate
  /** Share of samples stopped by another guard. */
  readonly tripRate?: Estimate
  readonly failureRate?: Estimate
  readonly samplesPerProblem?: Estimate
  readonly tokensPerProblem?: Estimate
  /** Tokens of all samples for each right one. */
  readonly tokensPerCorrectSample?: Estimate
  /** Tokens of all samples for each right vote. */
  readonly tokensPerCorrectVote?: Estimate
  /** Seconds that slots were busy for each right sample; on c slots the clock on the wall shows about a c-th. */
  readonly secondsPerCorrectSample?: Estimate
  /** Seconds that slots were busy for each right vote. */
  readonly secondsPerCorrectVote?: Estimate
  readonly absent: readonly AbsentFigure[]
}

/** The single figures of {@link SourceEstimates}, in the order they are printed. */
export const singleFigures = [
  'passAt1',
  'voteAccuracy',
  'answerRate',
  'truncationRate',
  'loopRate',
  'tripRate',
  'failureRate',
  'samplesPerProblem',
  'tokensPerProblem',
  'tokensPerCorrectSample',
  'tokensPerCorrectVote',
  'secondsPerCorrectSample',
  'secondsPerCorrectVote',
] as const

/** The name of a single figure. */
export type SingleFigure = (typeof singleFigures)[number]

/** The single figures that are shares, from 0 to 1. */
export const shareFigures: ReadonlySet<SingleFigure> = new Set([
  'passAt1',
  'voteAccuracy',
  'answerRate',
  'truncationRate',
  'loopRate',
  'tripRate',
  'failureRate',
])

import type { OutcomeEnding } from '../experiment/estimate/outcome.ts'
import type { SourceEstimates } from '../experiment/estimate/source-estimates.ts'
import type { Tally } from '../vote/tally.ts'

/** One sample, as a report shows it. */
export interface ReportedSample {
  /** Place in the launch order of its problem, from 0. */
  readonly index: number
  /** Absent where it was not recorded. */
  readonly ending?: OutcomeEnding | 'cancelled'
  readonly forced?: boolean
  /** The answer as extracted; absent where there is none. */
  readonly answer?: string
  /** Whether its answer counts as a vote. */
  readonly votes: boolean
  /** Whether its vote went to the winner; absent where it has no vote or nobody won. */
  readonly withWinner?: boolean
  /** Absent where no right answer is known, or there is no answer. */
  readonly correct?: boolean
  /** The rule that decided `correct`. */
  readonly by?: string
  /** Why a person overruled the verdict. */
  readonly dispute?: string
  readonly seed?: number
  /** Tokens generated, thinking included. */
  readonly tokens?: number
  readonly thinkingTokens?: number
  readonly elapsedMs?: number
  /** Since the run began. With `elapsedMs` it puts the sample on the timeline. */
  readonly startedAtMs?: number
  /** The slot that drew it, from 0; told from the times where absent. */
  readonly slot?: number
  /** Why it ended, in the words of the guard or the failure. */
  readonly detail?: string
  /** The answer text and the thinking, cut as planned by `planTexts`; absent where the report does not hold them. */
  readonly text?: string
  readonly thinking?: string
}

/** How the vote on a problem went. */
export interface ReportedVote {
  readonly type: 'won' | 'tied' | 'short' | 'no-answers'
  /** The winner, the tied ones, or the leader that fell short. */
  readonly answers: readonly string[]
  /** Votes of each of `answers`. */
  readonly votes: number
  readonly ballots: number
  /** Absent where no right answer is known. */
  readonly correct?: boolean
  /** Upper bound of the chance that drawing all samples would have given another winner, 0 to 1. */
  readonly risk?: number
  /** Every answer with its ballots, and who abstained; absent where that was not recorded. */
  readonly tally?: Pick<Tally, 'clusters' | 'abstained'>
}

/** One problem, as a report shows it. */
export interface ReportedProblem {
  readonly id: string
  readonly prompt?: string
  /** The options of a choice, in their order: A, B, … */
  readonly choices?: readonly string[]
  readonly gold?: readonly string[]
  readonly vote?: ReportedVote
  /** In launch order. */
  readonly samples: readonly ReportedSample[]
}

/** A figure that somebody else published: never measured here. */
export interface PublishedFigure {
  readonly benchmark: string
  /** `pass@1`, `maj@64`. */
  readonly metric: string
  readonly percent: number
  /** Where it stands. */
  readonly source: string
  /** The model it is of, where that is another one. */
  readonly model?: string
}

/** One run, or one file of recorded answers. */
export interface SourceReport {
  /** The run id, or the name of the file. */
  readonly source: string
  /** The answers were played, not drawn from a model: no figure says anything about one. */
  readonly simulated?: boolean
  readonly model?: string
  readonly dataset?: string
  readonly estimates: SourceEstimates
  readonly published: readonly PublishedFigure[]
  /** Samples of each problem that were drawn whatever was seen, where a rule or a budget chose the others by their answers. */
  readonly fairSamples?: number
  /** Whatever a reader must know to take the figures right: interrupted, retries, disputes. */
  readonly notes: readonly string[]
  /** Settings, versions, digests, seeds, command line: name and value, in the order to print. */
  readonly settings: readonly (readonly [name: string, value: string])[]
  /** Empty where only the figures are wanted. */
  readonly problems: readonly ReportedProblem[]
}

/** What is reported: figures, and what they rest on. */
export interface RunReport {
  readonly title: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly magiVersion: string
  readonly sources: readonly SourceReport[]
}

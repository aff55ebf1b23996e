import type { OutcomeEnding } from '../experiment/estimate/outcome.ts'
import type { SourceEstimates } from '../experiment/estimate/source-estimates.ts'
import type { FieldVote } from '../vote/fields/field-vote.ts'
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
  /** Others with as many votes as the winner: a tie that was broken, by launch order or by the stop rule. */
  readonly tiedWith?: readonly string[]
  /** Absent where no right answer is known. */
  readonly correct?: boolean
  /** Upper bound of the chance that drawing all samples would have given another winner, 0 to 1. */
  readonly risk?: number
  /** The vote on each field, where fields were voted on. */
  readonly fields?: readonly FieldVote[]
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

/** A figure and its interval over problems. */
export interface FieldFigure {
  /** From 0 to 1. */
  readonly mean: number
  /** 95 %; absent where there are too few problems. */
  readonly interval?: readonly [low: number, high: number]
}

/** One field of the answers of a source, over all its problems. */
export interface ReportedField {
  /** With the places of items left out: `items[].price`. */
  readonly path: string
  /** How many times it was graded: once a problem, and once an item. */
  readonly graded: number
  /** Mean share of the ballots for what led. */
  readonly share: number
  readonly passAt1?: FieldFigure
  readonly majAtK?: FieldFigure & { readonly k: number }
  /** Of the vote as it was held, ties to the smallest launch index. */
  readonly voteAccuracy?: FieldFigure
  /** What was said in place of the right value, the most frequent first: JSON texts, absent where the field is not there, and who said it as `p1/3`. */
  readonly confused: readonly {
    readonly gold?: string
    readonly said?: string
    readonly samples: readonly string[]
  }[]
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
  /** The fields of its answers, where these were graded field by field. */
  readonly fields?: readonly ReportedField[]
}

/** What is reported: figures, and what they rest on. */
export interface RunReport {
  readonly title: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly magiVersion: string
  readonly sources: readonly SourceReport[]
}

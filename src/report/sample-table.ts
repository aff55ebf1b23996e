import { goldAnswers } from '../config/problem.ts'
import type { SameAnswer } from '../experiment/grade.ts'
import { graderOf } from '../experiment/recorded-outcome.ts'
import type { RecordedProblem } from '../experiment/recorded-problems.ts'
import { recountProblem } from '../experiment/recount-problem.ts'
import { defined } from '../ground/defined.ts'
import { endingReason } from '../sample/ending-text.ts'
import type { Sample } from '../sample/sample.ts'
import { ballotOf } from '../vote/ballot.ts'
import type { VotingPolicy } from '../vote/policy.ts'
import { winnerOf } from '../vote/vote.ts'
import { csvField } from './report-csv.ts'

/** A value in a table for data frames; `null` where there is none. */
export type TableValue = string | number | boolean | null

/** The columns of an exported run, in order. Names are API. */
export const sampleColumns = [
  'run',
  'model',
  'problem',
  'index',
  'attempt',
  'last_attempt',
  'seed',
  'ending',
  'ending_reason',
  'ending_detail',
  'forced',
  'answer',
  'answer_kind',
  'answer_by',
  'no_answer',
  'votes',
  'abstains',
  'cluster',
  'cluster_answer',
  'with_winner',
  'gold',
  'correct',
  'tokens_prompt',
  'tokens_output',
  'tokens_thinking',
  'tokens_counted',
  'started_at_ms',
  'first_part_ms',
  'elapsed_ms',
  'tokens_per_second',
  'slot',
] as const

/** Columns beside those, where texts are wanted. */
export const textColumns = ['prompt', 'thinking', 'text'] as const

type Column = (typeof sampleColumns)[number] | (typeof textColumns)[number]

/** One sample as a row: every column, `null` where it has no value. */
export type SampleRow = Partial<Record<Column, TableValue>>

/** What the rows of a run are made of. */
export interface SampleTablePlan {
  readonly runId: string
  readonly model: string
  /** The problems with their samples, out of an earlier pass over the journal. */
  readonly problems: readonly RecordedProblem[]
  /** The policy of the vote, which says what each sample counted for. */
  readonly policy: VotingPolicy
  readonly sameAnswer: SameAnswer
  /** The prompt of a problem, where texts are wanted. */
  readonly promptOf?: (problem: string) => string
}

/**
 * Makes the row of each sample of a run, as it comes from the journal: the votes are known beforehand, the texts pass through.
 */
export function sampleTable(plan: SampleTablePlan): (sample: Sample) => SampleRow {
  const { runId, model, policy, sameAnswer, promptOf } = plan
  const known = new Map(plan.problems.map((recorded) => [recorded.id, judgeOf(recorded, policy, sameAnswer)]))
  return (sample) => {
    const { problem, index, attempt, seed, end, forced, answer, tokens, timing, slot } = sample
    const judge = known.get(problem)
    const last = judge?.lastAttempt.get(index) === attempt
    const cluster = last ? judge.clusterOf.get(index) : undefined
    const ballot = ballotOf(sample, policy)
    const value = answer.type === 'found' ? answer.value : undefined
    const abstains = !last ? undefined : ballot?.type === 'abstained' ? ballot.reason : undefined
    return {
      run: runId,
      model,
      problem,
      index,
      attempt,
      last_attempt: last,
      seed,
      ending: end.type,
      ending_reason: endingReason(end),
      ending_detail: end.type === 'tripped' ? end.detail : end.type === 'failed' ? end.message : null,
      forced,
      answer: value ?? null,
      answer_kind: answer.type === 'found' ? answer.kind : null,
      answer_by: answer.type === 'found' ? answer.by : null,
      no_answer: answer.type === 'none' ? answer.reason : null,
      votes: cluster !== undefined,
      abstains: abstains ?? null,
      cluster: cluster ?? null,
      cluster_answer: cluster === undefined ? null : (judge?.answers[cluster] ?? null),
      with_winner: cluster === undefined || judge?.winner === undefined ? null : cluster === judge.winner,
      gold: judge?.gold ?? null,
      correct: value === undefined ? null : (judge?.grade?.(value).correct ?? null),
      tokens_prompt: tokens.prompt ?? null,
      tokens_output: tokens.output,
      tokens_thinking: tokens.thinking,
      tokens_counted: tokens.counted,
      started_at_ms: timing.startedAtMs ?? null,
      first_part_ms: timing.firstPartMs ?? null,
      elapsed_ms: timing.elapsedMs,
      tokens_per_second: timing.tokensPerSecond ?? null,
      slot: slot ?? null,
      ...(promptOf === undefined
        ? {}
        : { prompt: promptOf(problem), thinking: sample.thinking, text: sample.text }),
    }
  }
}

/** The names of the columns as a line of CSV, by RFC 4180. */
export function csvHeader(columns: readonly string[]): string {
  return `${columns.join(',')}\r\n`
}

/** A row as a line of CSV: `true` and `false`, an empty field for `null`. */
export function csvLine(row: SampleRow, columns: readonly string[]): string {
  const values = columns.map((column) => row[column as Column] ?? undefined)
  return `${values.map((value) => csvField(typeof value === 'boolean' ? String(value) : value)).join(',')}\r\n`
}

/** What the samples of one problem are judged by. */
function judgeOf(recorded: RecordedProblem, policy: VotingPolicy, sameAnswer: SameAnswer) {
  const { problem, context, samples } = recorded
  const { vote, tally } = recountProblem(recorded, policy).outcome
  const winner = winnerOf(vote)
  const grade = graderOf(problem, context, sameAnswer)
  return {
    lastAttempt: new Map(samples.map(({ index, attempt }) => [index, attempt])),
    clusterOf: new Map(tally.clusters.flatMap(({ samples: of }, place) => of.map((index) => [index, place]))),
    answers: tally.clusters.map(({ answer }) => answer),
    ...(winner === undefined ? {} : { winner: tally.clusters.indexOf(winner) }),
    ...(problem === undefined ? {} : { gold: goldAnswers(problem)[0] }),
    ...defined({ grade }),
  }
}

import type { AnswerContext } from '../answer/answer.ts'
import type { Clock } from '../clock.ts'
import { messageOf } from '../errors.ts'
import type { Draw } from '../sample/draw.ts'
import { drawPool } from '../sample/pool.ts'
import { recordOf } from '../sample/record.ts'
import type { Sample } from '../sample/sample.ts'
import { answerOf, type ExtractAnswer } from './answer-of.ts'
import { askedAfterTie, type Schedule } from './schedule.ts'
import { decideStop, type StopDecision, type StopRule } from './stop-rule.ts'
import { stopState } from './stop-state.ts'
import type { GroupAnswers, Tally } from './tally.ts'
import { decideVote, type TiePolicy, type Vote } from './vote.ts'
import { type Endings, type TokensSpent, voteCounter } from './vote-counter.ts'

/** What is voted on, and how. */
export interface VotePlan {
  /** Id of the problem, `p1` for a prompt without one. */
  readonly problem: string
  /** Samples asked for at most. */
  readonly n: number
  readonly seedBase: number
  readonly slots: number
  readonly rule: StopRule
  readonly schedule: Schedule
  readonly tie: TiePolicy
  /** Most further samples that a tie may ask for under `extend`. */
  readonly extendBy: number
  /** Least votes / drawn that the winner needs. */
  readonly quorum?: number
  readonly countForced: boolean
  /** How often a sample that tripped is drawn again, under another seed; 0 keeps the trip. */
  readonly retries: number
  readonly answer: AnswerContext
}

/** The work behind a vote. */
export interface VoteParts {
  readonly draw: (task: VoteTask, slot: number, signal: AbortSignal) => Promise<DrawnSample>
  readonly extract: ExtractAnswer
  readonly group: GroupAnswers
  /** Puts a sample on disk; counted only when this resolves. */
  readonly record: (sample: Sample) => Promise<void>
  readonly clock: Clock
  /** Stops the vote from outside; what is in flight is cancelled and recorded. */
  readonly signal?: AbortSignal
  /** Samples of this run that are on disk already. */
  readonly earlier?: readonly Sample[]
  /** Told after each count. Must be quick. */
  readonly onCount?: (count: VoteCount, sample: Sample) => void
  /** Told of a sample that tripped and is drawn again. */
  readonly onRetry?: (sample: Sample) => void
}

/** One sample to draw for a vote. */
export interface VoteTask {
  readonly index: number
  readonly seed: number
  readonly attempt: number
}

/** A draw, and whether its answer was forced out. */
export interface DrawnSample {
  readonly draw: Draw
  readonly forced: boolean
}

/** The state of a vote after a count. */
export interface VoteCount {
  readonly tally: Tally
  readonly asked: number
  /** Whether the rule has had enough. */
  readonly enough: boolean
}

/** Why a vote ended before its rule or its budget ended it. */
export type VoteBreak =
  | { readonly type: 'interrupted'; readonly why: string }
  /** Samples failed the same way one after another. */
  | { readonly type: 'failing'; readonly code: string; readonly message: string; readonly times: number }

/** The outcome of a vote, and what it cost. */
export interface VoteOutcome {
  readonly vote: Vote
  readonly tally: Tally
  readonly samples: Endings & { readonly asked: number }
  readonly tokens: TokensSpent
  readonly elapsedMs: number
  /** Set where something else than the rule or the budget ended the vote. */
  readonly break?: VoteBreak
}

/** So many samples failing the same way in a row end the run: the next would too. */
const failuresInARow = 5

/**
 * Draws samples and counts their answers until the rule has had enough, N are drawn, or the signal aborts.
 *
 * The rule looks after every completed sample; what is in flight counts as remaining. A decision leaves the pool's loop, which
 * cancels what is in flight, down to the socket, and records it. Ballots go by launch index, never by arrival.
 *
 * @throws what `record` throws: a vote cannot go on when its samples cannot be kept.
 */
export async function runVote(plan: VotePlan, parts: VoteParts): Promise<VoteOutcome> {
  const { clock, signal, earlier = [] } = parts
  const startMs = clock.nowMs()
  const counter = voteCounter(parts.group, plan.countForced)
  const kept = lastAttempts(earlier)
  const count = (sample: Sample) =>
    isRetried(sample, plan) ? counter.addTokens(sample) : counter.add(sample)
  for (const sample of earlier) isKept(sample) ? count(sample) : counter.addTokens(sample)
  let asked = Math.max(plan.n, ...[...kept.keys()].map((index) => index + 1))
  const todo = Array.from({ length: asked }, (_, index) => index).flatMap((index) =>
    taskFor(index, kept.get(index), plan),
  )
  let uncounted = 0
  let tally = counter.tally()
  let decision: StopDecision = { enough: false }
  let chosenSample: number | undefined
  let stopped: VoteBreak | undefined
  const failures = failureRow()

  const state = () =>
    stopState(tally, { asked, tie: plan.tie, ...(plan.quorum === undefined ? {} : { quorum: plan.quorum }) })
  const look = () => {
    tally = counter.tally()
    decision = decideStop(plan.rule, state())
    chosenSample =
      decision.enough && decision.chosen !== undefined
        ? tally.clusters[decision.chosen]?.samples[0]
        : undefined
    const more = askedAfterTie(state(), plan.n + plan.extendBy)
    if (more === asked) return
    todo.push(...taskFor(asked, undefined, plan))
    asked = more
    decision = { enough: false }
  }
  look()

  const pool = drawPool<VoteTask, Sample>({
    slots: plan.slots,
    ...(signal === undefined ? {} : { signal }),
    next() {
      if (decision.enough) return undefined
      // The pool itself keeps to the slots. A sample that is being written counts as in flight here, since no rule has seen it.
      const most = plan.slots + uncounted
      if (plan.schedule.howManyMore(plan.rule, state(), most, uncounted) === 0) return undefined
      const task = todo.shift()
      if (task !== undefined) uncounted += 1
      return task
    },
    async draw(task, slot, stop) {
      const { draw, forced } = await parts.draw(task, slot, stop)
      const answer = answerOf(draw, plan.answer, parts.extract, forced)
      return recordOf({ problem: plan.problem, ...task }, draw, answer, forced)
    },
    async record(sample) {
      await parts.record(sample)
      count(sample)
    },
  })
  for await (const sample of pool) {
    uncounted -= 1
    if (sample.end.type === 'cancelled') continue
    if (isRetried(sample, plan)) {
      todo.unshift(nextAttempt(sample))
      parts.onRetry?.(sample)
      continue
    }
    look()
    parts.onCount?.({ tally, asked, enough: decision.enough }, sample)
    if (decision.enough) break
    stopped = failures.add(sample)
    if (stopped !== undefined) break
  }
  if (signal?.aborted && !decision.enough) stopped = { type: 'interrupted', why: messageOf(signal.reason) }
  tally = counter.tally()
  const chosen = tally.clusters.findIndex(
    ({ samples }) => chosenSample !== undefined && samples.includes(chosenSample),
  )
  return {
    vote: decideVote(tally, { ...plan, ...(chosen === -1 ? {} : { chosen }) }),
    tally,
    samples: { asked, ...counter.endings() },
    tokens: counter.tokens(),
    elapsedMs: Math.round(clock.nowMs() - startMs),
    ...(stopped === undefined ? {} : { break: stopped }),
  }
}

/** Seeds are 0 … 2^31 - 1: a base near the end goes on from 0. */
export function seedOf(seedBase: number, index: number): number {
  return (seedBase + index) % seedCount
}

const seedCount = 2 ** 31

/** Between the seed of a sample and that of its retry: more than any number of samples, so that no two seeds meet. */
const retryStride = 2 ** 20

/** How often a sample's seed was changed because it tripped. */
function retriesOf({ seed, index }: Sample, { seedBase }: VotePlan): number {
  return ((seed - seedOf(seedBase, index) + seedCount) % seedCount) / retryStride
}

/** Whether a sample tripped, or was cut before it answered, and is drawn again. */
function isRetried(sample: Sample, plan: VotePlan): boolean {
  const { end, text, forced } = sample
  const cut = end.type === 'finished' && end.reason === 'length' && text.trim() === ''
  return (end.type === 'tripped' || cut) && !forced && retriesOf(sample, plan) < plan.retries
}

function nextAttempt({ index, seed, attempt }: Sample): VoteTask {
  return { index, seed: (seed + retryStride) % seedCount, attempt: attempt + 1 }
}

/** What finished or tripped is kept by a resumed run; what failed or was cancelled is drawn again. */
function isKept({ end }: Sample): boolean {
  return end.type === 'finished' || end.type === 'tripped'
}

function lastAttempts(samples: readonly Sample[]): Map<number, Sample> {
  return new Map(samples.map((sample) => [sample.index, sample]))
}

/** The task that is left for an index: none, a first attempt, another with the same seed, or a retry under the next. */
function taskFor(index: number, last: Sample | undefined, plan: VotePlan): VoteTask[] {
  if (last === undefined) return [{ index, seed: seedOf(plan.seedBase, index), attempt: 1 }]
  if (isRetried(last, plan)) return [nextAttempt(last)]
  return isKept(last) ? [] : [{ index, seed: last.seed, attempt: last.attempt + 1 }]
}

/** Watches for samples that fail the same way one after another. */
function failureRow(): { add(sample: Sample): VoteBreak | undefined } {
  let times = 0
  let last = ''
  return {
    add({ end }) {
      const code = end.type === 'failed' ? end.code : ''
      times = code === last ? times + 1 : 1
      last = code
      if (end.type !== 'failed' || times < failuresInARow) return undefined
      return { type: 'failing', code: end.code, message: end.message, times }
    },
  }
}

import type { TiePolicy } from '../vote/outcome-terms.ts'
import { riskAtStop } from '../vote/risk.ts'
import { askedAfterTie, type Schedule } from '../vote/schedule.ts'
import { decideStop, type StopRule } from '../vote/stop-rule.ts'
import { type ClassCounter, countClasses, type StopState } from '../vote/stop-state.ts'
import { takeFirstToEnd } from './first-to-end.ts'

/** The recorded samples of one question, in launch order. */
export interface RecordedSamples {
  /** By launch index: the class of the answer, or -1 for an abstention. */
  readonly classes: readonly number[]
  /** By launch index: how long the sample takes, in tokens at equal speed. All take the same where it is absent. */
  readonly tokens?: readonly number[]
}

/** How a question is drawn again. */
export interface QuestionPlan {
  readonly rule: StopRule
  /** Samples asked for, N; at most as many as were recorded. */
  readonly asked: number
  readonly schedule: Schedule
  /** Samples in flight at once, at least 1. */
  readonly slots: number
  readonly tie: TiePolicy
  /** Further samples at most under `extend`, as far as they were recorded. */
  readonly extension: number
}

/** The outcome of a simulated vote, by class. */
export type QuestionOutcome =
  | { readonly type: 'won'; readonly answer: number }
  | { readonly type: 'tied'; readonly answers: readonly number[] }
  | { readonly type: 'no-answers' }

/** What drawing the question under a plan would have given and cost. */
export interface SimulatedQuestion {
  readonly outcome: QuestionOutcome
  /** Launch indexes of the samples that ended before the stop, ascending. */
  readonly drawn: readonly number[]
  /** Launch indexes of the samples that were in flight at the stop, ascending. */
  readonly cancelled: readonly number[]
  /** Tokens generated, by cancelled samples too. */
  readonly tokens: number
  /** Wall time, in tokens of one slot. */
  readonly time: number
  /** Upper bound of the risk that all N samples would give another winner. */
  readonly risk: number
}

interface InFlight {
  readonly index: number
  readonly startedAt: number
  readonly endsAt: number
}

/**
 * Draws a recorded question again: samples are launched in recorded order, take as long as they have tokens, and the rule decides
 * at each completion (at the same moment the smaller launch index first). Simulated time, no waiting.
 */
export function simulateQuestion(
  { classes, tokens }: RecordedSamples,
  plan: QuestionPlan,
): SimulatedQuestion {
  const { rule, schedule, slots, tie } = plan
  const most = Math.min(classes.length, plan.asked + plan.extension)
  const counter = countClasses()
  const drawn: number[] = []
  const inFlight: InFlight[] = []
  let asked = plan.asked
  let launched = 0
  let now = 0
  let spent = 0
  for (;;) {
    asked = askedAfterTie(counter.state({ asked, tie }), most)
    const state = counter.state({ asked, tie })
    const decision = decideStop(rule, state)
    if (decision.enough) {
      return {
        outcome: outcomeOf(counter, state, decision.chosen),
        drawn: drawn.sort((left, right) => left - right),
        cancelled: inFlight.map((sample) => sample.index),
        tokens: inFlight.reduce((sum, sample) => sum + now - sample.startedAt, spent),
        time: now,
        risk: riskAtStop(state, decision.chosen),
      }
    }
    for (let more = schedule.howManyMore(rule, state, slots, inFlight.length); more > 0; more--) {
      inFlight.push({ index: launched, startedAt: now, endsAt: now + (tokens?.[launched] ?? 1) })
      launched++
    }
    const next = takeFirstToEnd(inFlight)
    if (next === undefined)
      throw new RangeError(`schedule ${schedule.name} launches nothing with ${asked} asked`)
    now = next.endsAt
    spent += next.endsAt - next.startedAt
    drawn.push(next.index)
    counter.add(next.index, classes[next.index] ?? -1)
  }
}

/** Whether two votes came out the same. */
export function sameOutcome(left: QuestionOutcome, right: QuestionOutcome): boolean {
  if (left.type === 'won') return right.type === 'won' && left.answer === right.answer
  if (left.type === 'no-answers') return right.type === 'no-answers'
  return right.type === 'tied' && left.answers.toSorted().join() === right.answers.toSorted().join()
}

/**
 * The outcome of a count.
 *
 * @param chosen - Position of the answer that the stop rule chose, where it did.
 */
export function outcomeOf(
  counter: ClassCounter,
  { counts, tie }: StopState,
  chosen?: number,
): QuestionOutcome {
  const level = counts.filter((votes) => votes === counts[0]).length
  if (level === 0) return { type: 'no-answers' }
  if (chosen === undefined && tie !== 'first' && level > 1) {
    return {
      type: 'tied',
      answers: Array.from({ length: level }, (_, position) => counter.classAt(position)),
    }
  }
  return { type: 'won', answer: counter.classAt(chosen ?? 0) }
}

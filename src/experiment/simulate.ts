import type { TiePolicy } from '../vote/outcome-terms.ts'
import { allRule } from '../vote/rule/all.ts'
import { eager, type ScheduleName, schedules } from '../vote/schedule.ts'
import type { StopRule } from '../vote/stop-rule.ts'
import { compareScopes, type RowScope, scopesOf } from './row-scope.ts'
import { type SimulatedQuestion, sameOutcome, simulateQuestion } from './simulate-question.ts'
import type { SimulationRow } from './simulation-schema.ts'
import type { RecordedQuestion } from './trace/question.ts'

/** What to simulate: every rule with every N, number of slots and schedule. */
export interface SimulationPlan {
  readonly rules: readonly StopRule[]
  /** Numbers of samples asked for, N. */
  readonly asked: readonly number[]
  readonly slots: readonly number[]
  readonly schedules: readonly ScheduleName[]
  readonly tie: TiePolicy
  /** Further samples at most under `extend`, as far as they were recorded; 0 if absent. */
  readonly extension?: number
}

/** Takes recorded questions one by one and keeps sums only, so that its memory does not grow with the questions. */
export interface Simulation {
  /** Draws one question again in every way planned. */
  add(question: RecordedQuestion): void
  /** The rows so far: by source as they came, and over all questions where there are several sources. */
  rows(): SimulationRow[]
  /** Questions left out because fewer than N samples were recorded, by N. */
  tooShort(): ReadonlyMap<number, number>
}

/** What is summed up for one row. */
interface Sums {
  readonly key: RowScope & Pick<SimulationRow, 'rule' | 'n' | 'slots' | 'schedule'>
  questions: number
  samples: number
  agreed: number
  graded: number
  correct: number
  correctFixed: number
  /** Questions with token counts: without one of them the shares would be of something else. */
  counted: number
  tokens: number
  tokensFixed: number
  time: number
  timeFixed: number
}

/**
 * What stop rules and schedules would have drawn, spent and answered on recorded questions.
 *
 * "Fixed N" is all N samples under the same tie policy on the same slots. Shares of tokens and time are of the sums over all
 * questions, so a long question weighs more than a short one; every other figure weighs all questions alike.
 */
export function createSimulation(plan: SimulationPlan): Simulation {
  const { tie, extension = 0 } = plan
  const sums = new Map<string, Sums>()
  const short = new Map<number, number>()
  const sources = new Set<string>()

  function sumsOf(key: Sums['key']): Sums {
    const name = JSON.stringify(key)
    const begun = sums.get(name)
    if (begun !== undefined) return begun
    const empty = { questions: 0, samples: 0, agreed: 0, graded: 0, correct: 0, correctFixed: 0 }
    const fresh: Sums = { key, ...empty, counted: 0, tokens: 0, tokensFixed: 0, time: 0, timeFixed: 0 }
    sums.set(name, fresh)
    return fresh
  }

  function addRow(
    question: RecordedQuestion,
    key: Omit<Sums['key'], keyof RowScope>,
    simulated: SimulatedQuestion,
    fixed: SimulatedQuestion,
  ) {
    for (const scope of scopesOf(question.source))
      addTo(sumsOf({ ...scope, ...key }), question, simulated, fixed)
  }

  return {
    add(question) {
      sources.add(question.source)
      for (const asked of plan.asked) {
        if (question.classes.length < asked) {
          short.set(asked, (short.get(asked) ?? 0) + 1)
          continue
        }
        for (const slots of plan.slots) {
          const common = { asked, slots, tie, extension }
          const fixed = simulateQuestion(question, { ...common, rule: allRule, schedule: eager })
          for (const rule of plan.rules) {
            for (const schedule of plan.schedules) {
              const simulated = simulateQuestion(question, { ...common, rule, schedule: schedules[schedule] })
              addRow(question, { rule: rule.label, n: asked, slots, schedule }, simulated, fixed)
            }
          }
        }
      }
    },
    rows() {
      const compare = compareScopes(sources)
      return [...sums.values()]
        .filter(({ key }) => key.allSources === undefined || sources.size > 1)
        .sort((left, right) => compare(left.key, right.key))
        .map(rowOf)
    },
    tooShort: () => short,
  }
}

function addTo(
  sums: Sums,
  question: RecordedQuestion,
  simulated: SimulatedQuestion,
  fixed: SimulatedQuestion,
): void {
  sums.questions++
  sums.samples += simulated.drawn.length
  if (sameOutcome(simulated.outcome, fixed.outcome)) sums.agreed++
  if (question.goldClass !== undefined) {
    sums.graded++
    if (isWonBy(simulated, question.goldClass)) sums.correct++
    if (isWonBy(fixed, question.goldClass)) sums.correctFixed++
  }
  if (question.tokens !== undefined) {
    sums.counted++
    sums.tokens += simulated.tokens
    sums.tokensFixed += fixed.tokens
    sums.time += simulated.time
    sums.timeFixed += fixed.time
  }
}

function isWonBy({ outcome }: SimulatedQuestion, goldClass: number | 'never'): boolean {
  return outcome.type === 'won' && outcome.answer === goldClass
}

function rowOf(sums: Sums): SimulationRow {
  const { questions, graded } = sums
  const measured = sums.counted === questions && sums.tokensFixed > 0 && sums.timeFixed > 0
  return {
    ...sums.key,
    questions,
    samplesMean: sums.samples / questions,
    agreement: sums.agreed / questions,
    ...(graded === 0 ? {} : { accuracy: sums.correct / graded, accuracyFixed: sums.correctFixed / graded }),
    ...(measured
      ? { tokensShare: sums.tokens / sums.tokensFixed, timeShare: sums.time / sums.timeFixed }
      : {}),
  }
}

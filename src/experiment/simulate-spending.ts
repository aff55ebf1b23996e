import type { TiePolicy } from '../vote/outcome-terms.ts'
import { expectedAgreement, riskAtStop } from '../vote/risk.ts'
import { type ClassCounter, countClasses } from '../vote/stop-state.ts'
import { type BudgetLimits, createBudget } from './budget.ts'
import { takeFirstToEnd } from './first-to-end.ts'
import { outcomeOf, type QuestionOutcome, type RecordedSamples } from './simulate-question.ts'

/** How a budget is spent again on recorded problems. */
export interface SpendingPlan {
  readonly limits: BudgetLimits
  /** Most samples for one problem; at least this many were recorded of each. */
  readonly most: number
  /** Samples in flight at once, at least 1. */
  readonly slots: number
  readonly tie: TiePolicy
}

/** What a budget would have given and cost. */
export interface Spending {
  /** The outcome of each problem, in the order given. */
  readonly outcomes: readonly QuestionOutcome[]
  /** Samples drawn for each problem. */
  readonly drawn: readonly number[]
  /** Tokens generated in all; samples where nobody counted them. */
  readonly tokens: number
  /** Forecast of the share of problems with the outcome of all `most` samples. */
  readonly expectedAgreement: number | undefined
}

/** Spends a budget on recorded problems: samples come in recorded order and take as long as they have tokens (one each without). */
export function simulateSpending(problems: readonly RecordedSamples[], plan: SpendingPlan): Spending {
  const { limits, most, slots, tie } = plan
  const budget = createBudget({ problems: problems.length, limits, most, slots, tie })
  const counters = problems.map((): ClassCounter => countClasses())
  const launched = problems.map(() => 0)
  const tokens = problems.map(() => 0)
  const inFlight: { readonly problem: number; readonly index: number; readonly endsAt: number }[] = []
  let now = 0
  for (;;) {
    while (inFlight.length < slots) {
      const problem = budget.next(now)
      if (problem === undefined) break
      const index = launched[problem] ?? 0
      launched[problem] = index + 1
      inFlight.push({ problem, index, endsAt: now + (problems[problem]?.tokens?.[index] ?? 1) })
    }
    const next = takeFirstToEnd(inFlight)
    if (next === undefined) break
    now = next.endsAt
    const { problem, index } = next
    const counter = counters[problem] as ClassCounter
    counter.add(index, problems[problem]?.classes[index] ?? -1)
    const spent = (tokens[problem] ?? 0) + (problems[problem]?.tokens?.[index] ?? 1)
    tokens[problem] = spent
    const { counts, drawn } = counter.state({ asked: most, tie })
    budget.update(problem, { counts, drawn, tokens: spent })
  }
  const states = counters.map((counter) => ({ counter, state: counter.state({ asked: most, tie }) }))
  return {
    outcomes: states.map(({ counter, state }) => outcomeOf(counter, state)),
    drawn: states.map(({ state }) => state.drawn),
    tokens: tokens.reduce((sum, spent) => sum + spent, 0),
    expectedAgreement: expectedAgreement(states.map(({ state }) => riskAtStop(state))),
  }
}

import { defined } from '../ground/defined.ts'
import type { TiePolicy } from '../vote/outcome-terms.ts'
import { allRule } from '../vote/rule/all.ts'
import { eager } from '../vote/schedule.ts'
import type { BudgetLimits } from './budget.ts'
import { compareScopes, scopesOf } from './row-scope.ts'
import { type QuestionOutcome, sameOutcome, simulateQuestion } from './simulate-question.ts'
import { simulateSpending } from './simulate-spending.ts'
import type { SimulationRow } from './simulation-schema.ts'
import type { RecordedQuestion } from './trace/question.ts'

/** One budget to spend again, and how it was written. */
export interface SimulatedBudget {
  /** `mean=8`. */
  readonly label: string
  readonly limits: BudgetLimits
}

/** Which budgets to spend on what was recorded. */
export interface BudgetSimulationPlan {
  readonly budgets: readonly SimulatedBudget[]
  /** Most samples of one question, N: what the votes are compared with. */
  readonly most: number
  readonly slots: readonly number[]
  readonly tie: TiePolicy
}

/** Keeps the recorded questions, of their answers only the classes, and spends each budget on all of a set when the rows are asked for. */
export interface BudgetSimulation {
  add(question: RecordedQuestion): void
  /** By source as they came, and over all sources where there are several: each budget by risk, and the same for every question. */
  rows(): SimulationRow[]
  /** Questions left out because fewer than N samples were recorded. */
  tooShort(): number
}

interface Sums {
  questions: number
  samples: number
  agreed: number
  graded: number
  correct: number
  correctFixed: number
  counted: number
  tokens: number
  tokensFixed: number
}

/**
 * What one budget for a whole set would have given on recorded runs, beside the same number of samples for every question.
 *
 * A set is one model on one dataset of one source: a budget is shared within it. Rows of a budget by risk have the rule `budget mean=8`; those of
 * the uniform spread, for a budget that is a whole mean, `uniform mean=8`. They have no schedule and no time: a budget has no end to wait for.
 */
export function createBudgetSimulation(plan: BudgetSimulationPlan): BudgetSimulation {
  const { budgets, most, slots, tie } = plan
  const sets = new Map<string, { source: string; questions: RecordedQuestion[] }>()
  let short = 0
  return {
    add({ source, dataset = '', model = '', id, classes, goldClass, tokens }) {
      if (classes.length < most) {
        short += 1
        return
      }
      const name = JSON.stringify([source, dataset, model])
      const set = sets.get(name) ?? { source, questions: [] }
      sets.set(name, set)
      set.questions.push({
        ...{ source, id, classes, answers: [] },
        ...defined({ goldClass, tokens }),
      })
    },
    tooShort: () => short,
    rows() {
      const sources = [...new Set([...sets.values()].map(({ source }) => source))]
      const sums = new Map<string, { key: Omit<SimulationRow, keyof Figures>; sums: Sums }>()
      const addTo = (source: string, rule: string, inFlight: number, spent: Spent) => {
        for (const scope of scopesOf(source)) {
          if (scope.allSources && sources.length === 1) continue
          const key = { ...scope, rule, n: most, slots: inFlight }
          const name = JSON.stringify(key)
          const row = sums.get(name) ?? { key, sums: { ...nothing } }
          sums.set(name, row)
          addSums(row.sums, spent)
        }
      }
      for (const { source, questions } of sets.values()) {
        const fixed = questions.map((question) => uniform(question, most, tie))
        for (const inFlight of slots) {
          for (const { label, limits } of budgets) {
            const { outcomes, drawn, tokens } = simulateSpending(questions, {
              limits,
              most,
              slots: inFlight,
              tie,
            })
            addTo(source, `budget ${label}`, inFlight, { questions, fixed, outcomes, drawn, tokens })
            const { mean } = limits
            if (mean === undefined || !Number.isInteger(mean) || mean > most) continue
            const same = questions.map((question) => uniform(question, mean, tie))
            addTo(source, `uniform ${label}`, inFlight, {
              questions,
              fixed,
              outcomes: same.map(({ outcome }) => outcome),
              drawn: questions.map(() => mean),
              tokens: same.reduce((sum, each) => sum + each.tokens, 0),
            })
          }
        }
      }
      const compare = compareScopes(sources)
      return [...sums.values()]
        .sort((left, right) => compare(left.key, right.key))
        .map(({ key, sums: row }) => ({ ...key, ...figuresOf(row) }))
    },
  }
}

type Figures = Pick<
  SimulationRow,
  'questions' | 'samplesMean' | 'agreement' | 'accuracy' | 'accuracyFixed' | 'tokensShare'
>

/** What one way of spending gave on one set. */
interface Spent {
  readonly questions: readonly RecordedQuestion[]
  readonly fixed: readonly { readonly outcome: QuestionOutcome; readonly tokens: number }[]
  readonly outcomes: readonly QuestionOutcome[]
  readonly drawn: readonly number[]
  readonly tokens: number
}

const nothing: Sums = {
  ...{ questions: 0, samples: 0, agreed: 0, graded: 0, correct: 0, correctFixed: 0 },
  ...{ counted: 0, tokens: 0, tokensFixed: 0 },
}

function uniform(question: RecordedQuestion, asked: number, tie: TiePolicy) {
  return simulateQuestion(question, { asked, tie, rule: allRule, schedule: eager, slots: 1, extension: 0 })
}

function addSums(sums: Sums, { questions, fixed, outcomes, drawn, tokens }: Spent): void {
  sums.tokens += tokens
  for (const [place, { goldClass, tokens: counted }] of questions.entries()) {
    const outcome = outcomes[place]
    const all = fixed[place]
    if (outcome === undefined || all === undefined) continue
    sums.questions += 1
    sums.samples += drawn[place] ?? 0
    if (sameOutcome(outcome, all.outcome)) sums.agreed += 1
    if (counted !== undefined) sums.counted += 1
    sums.tokensFixed += all.tokens
    if (goldClass === undefined) continue
    sums.graded += 1
    if (outcome.type === 'won' && outcome.answer === goldClass) sums.correct += 1
    if (all.outcome.type === 'won' && all.outcome.answer === goldClass) sums.correctFixed += 1
  }
}

function figuresOf(sums: Sums): Figures {
  const { questions, graded } = sums
  return {
    questions,
    samplesMean: sums.samples / questions,
    agreement: sums.agreed / questions,
    ...(graded === 0 ? {} : { accuracy: sums.correct / graded, accuracyFixed: sums.correctFixed / graded }),
    ...(sums.counted === questions && sums.tokensFixed > 0
      ? { tokensShare: sums.tokens / sums.tokensFixed }
      : {}),
  }
}

import { extractAnswer } from '../../answer/extract/extract.ts'
import { sameAnswer } from '../../answer/same-answer.ts'
import { parseBudget } from '../../experiment/budget-allocation.ts'
import { questionOfRun } from '../../experiment/recorded-outcome.ts'
import { recordedProblems } from '../../experiment/recorded-problems.ts'
import { createSimulation } from '../../experiment/simulate.ts'
import { createBudgetSimulation, type SimulatedBudget } from '../../experiment/simulate-budget.ts'
import type { SimulationRow } from '../../experiment/simulation-schema.ts'
import type { RecordedQuestion } from '../../experiment/trace/question.ts'
import { readTrace } from '../../experiment/trace/read-trace.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { simulationText } from '../../report/simulation-text.ts'
import { tiePolicies } from '../../vote/outcome-terms.ts'
import { type ScheduleName, schedules } from '../../vote/schedule.ts'
import { parseStopRule } from '../../vote/stop-rules.ts'
import type { Action, CommandContext } from '../command.ts'
import { type OutputFlags, oneOf, wholeNumber } from '../flags.ts'
import { findSources, numberList, openRun, type RecordedSource } from './recorded.ts'
import { SimulationScreen } from './simulation-screen.ts'

export interface SimulateFlags extends OutputFlags {
  readonly rule?: string[]
  readonly n?: string[]
  readonly slots?: string[]
  readonly schedule?: string[]
  readonly tie?: string
  readonly extend?: string
  readonly budget?: string[]
}

/**
 * Draws what was recorded again, under other rules.
 *
 * @param usualN - Samples asked for where neither a flag nor the recorded answers decide.
 */
export function simulate(names: readonly string[], flags: SimulateFlags, usualN: number): Action {
  return async (context) => {
    const plan = planOf(flags, usualN)
    const sources = await findSources(names, context)
    const screen = new SimulationScreen(context)
    let pass = await simulateOnce(sources, plan, context, screen)
    if (pass.rows.length === 0 && flags.n === undefined && Number.isFinite(pass.fewest)) {
      context.terminal.note(
        `No question has ${usualN} recorded samples: N is ${pass.fewest}, which all have.`,
      )
      pass = await simulateOnce(pass.readable, { ...plan, asked: [pass.fewest] }, context, screen)
    }
    for (const [asked, count] of pass.tooShort) {
      context.terminal.note(
        `N = ${asked}: ${formatMany(count, 'question')} left out, with fewer recorded samples`,
      )
    }
    if (pass.rows.length === 0) {
      throw new UsageError(`No question has ${Math.min(...plan.asked)} recorded samples.`, {
        fix: Number.isFinite(pass.fewest) ? `Use -n ${pass.fewest} or fewer.` : 'Nothing was recorded there.',
      })
    }
    const json = () => `${safeJson({ schema: 'magi.simulation/1', rows: pass.rows })}\n`
    context.terminal.out(flags.json ? json() : simulationText(pass.rows))
    return exitCodes.answered
  }
}

type Plan = ReturnType<typeof planOf>

function planOf(flags: SimulateFlags, usualN: number) {
  const list = (texts: readonly string[] | undefined, otherwise: readonly string[]) =>
    (texts ?? otherwise).flatMap((text) => text.split(',')).map((text) => text.trim())
  const budgets = (flags.budget ?? []).flatMap((text) => budgetsOf(text))
  const asked = numberList('-n', flags.n ?? [String(usualN)])
  const rules = flags.rule === undefined && budgets.length > 0 ? [] : list(flags.rule, ['predictive'])
  return {
    budgets,
    asked,
    rules: rules.map((rule) => parseStopRule(rule)),
    slots: numberList('--slots', flags.slots ?? ['1']),
    schedules: list(flags.schedule, ['lookahead']).map((name) =>
      oneOf('schedule', Object.keys(schedules) as ScheduleName[], name),
    ),
    tie: oneOf('tie policy', tiePolicies, flags.tie ?? 'first'),
    extension: flags.tie === 'extend' ? (wholeNumber('--extend', flags.extend) ?? Math.max(...asked)) : 0,
  }
}

/** `mean=2,4,8` is three budgets. */
function budgetsOf(text: string): SimulatedBudget[] {
  const [, name = '', values = ''] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(text) ?? []
  if (name === 'time') {
    throw new UsageError('A budget of time cannot be simulated: recorded answers hold tokens, no times.', {
      fix: 'Use mean=, samples= or tokens=.',
    })
  }
  return (name === '' ? [text] : values.split(',').map((value) => `${name}=${value.trim()}`)).map(
    (label) => ({
      label,
      limits: parseBudget([label]) ?? {},
    }),
  )
}

/** What one pass over everything that was recorded gives. */
interface Pass {
  readonly rows: readonly SimulationRow[]
  /** Questions left out, by N. */
  readonly tooShort: ReadonlyMap<number, number>
  /** Fewest recorded samples of a question; infinite where there is none. */
  readonly fewest: number
  /** What holds recorded answers. */
  readonly readable: readonly RecordedSource[]
}

async function simulateOnce(
  sources: readonly RecordedSource[],
  plan: Plan,
  context: CommandContext,
  screen: SimulationScreen,
): Promise<Pass> {
  const { tie, extension, slots, budgets } = plan
  const byRule = createSimulation({ ...plan, tie, extension })
  const byBudget =
    budgets.length === 0
      ? []
      : plan.asked.map((most) => ({ most, ...createBudgetSimulation({ budgets, most, slots, tie }) }))
  let fewest = Number.POSITIVE_INFINITY
  const readable: RecordedSource[] = []
  await screen.start()
  try {
    for (const source of sources) {
      let read = 0
      try {
        for await (const question of questionsOf(source, context)) {
          context.stop.throwIfAborted()
          if (question.classes.length > 0) fewest = Math.min(fewest, question.classes.length)
          byRule.add(question)
          for (const simulation of byBudget) simulation.add(question)
          read += 1
          await screen.read(question.source, read)
        }
      } catch (thrown) {
        // `traces/*.gz` may name files of another kind; one that begins as a trace and goes on as something else is damaged.
        const others = sources.indexOf(source) < sources.length - 1 || readable.length > 0
        if (read > 0 || !others || source.type !== 'trace' || !(thrown instanceof UsageError)) throw thrown
        context.terminal.warn(`Left out, as it holds no recorded answers: ${thrown.message}`)
        continue
      }
      readable.push(source)
      screen.done(source.type === 'run' ? source.name : source.source, read)
    }
  } finally {
    screen.close()
  }
  const budgetShort = byBudget.map(({ most, tooShort }) => [most, tooShort()] as const)
  const short = plan.rules.length > 0 ? [...byRule.tooShort()] : budgetShort.filter(([, count]) => count > 0)
  return {
    rows: [...byRule.rows(), ...byBudget.flatMap((simulation) => simulation.rows())],
    tooShort: new Map(short),
    fewest,
    readable,
  }
}

/** The questions of a file as they are read, or of a run once its journal is. */
async function* questionsOf(
  source: RecordedSource,
  context: CommandContext,
): AsyncGenerator<RecordedQuestion> {
  if (source.type === 'trace') {
    yield* readTrace(source.path, source.source)
    return
  }
  const { manifest, problems, samples } = await openRun(source.name, context)
  const recorded = await recordedProblems(
    { manifest, problems, samples: samples() },
    { extract: extractAnswer },
  )
  for (const problem of recorded) yield questionOfRun(problem, manifest, sameAnswer)
}

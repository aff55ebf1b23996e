import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { RecordedQuestion, SimulatedBudget, SimulationRow } from '../../index.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { addOutputFlags, collect, type OutputFlags, wholeNumber } from '../flags.ts'
import { scheduleName, tiePolicy } from '../vote/begin.ts'
import { findSources, numberList, openRun, type RecordedSource } from './recorded.ts'
import { SimulationScreen } from './simulation-screen.ts'

type Magi = typeof import('../../index.ts')

interface SimulateFlags extends OutputFlags {
  readonly rule?: string[]
  readonly n?: string[]
  readonly slots?: string[]
  readonly schedule?: string[]
  readonly tie?: string
  readonly extend?: string
  readonly budget?: string[]
}

/** Samples asked for where nothing is said, as in the literature. */
const usualN = 40

/** `magi runs simulate`: what would this rule and schedule have drawn, spent, answered? */
export function addRunsSimulate(group: Command, run: RunAction): void {
  const command = group
    .command('simulate')
    .argument('<sources...>', 'runs, and files of recorded answers (docs/voting.md)')
    .summary('what stop rules, schedules and budgets would have drawn, spent and answered')
    .description(
      'Draw recorded questions again under every rule, N, number of slots and schedule, without a model, against all N on the same slots.\n' +
        'Lists are written with commas, or by repeating the flag.',
    )
    .option(
      '--rule <names>',
      'stop rules: predictive (default), certain, beta, lead, window, all; NAME:value',
      collect,
    )
    .option(
      '-n, --n <numbers>',
      `samples asked for (default: ${usualN}, or as many as were recorded of each question)`,
      collect,
    )
    .option('--slots <numbers>', 'samples drawn at once (default: 1)', collect)
    .option('--schedule <names>', 'eager, lookahead (default: lookahead)', collect)
    .option('--tie <policy>', 'declare, first or extend (default: first)')
    .option('--extend <number>', 'most further samples to break a tie with, as far as recorded (default: n)')
    .option(
      '--budget <list>',
      'spend one budget on each whole set instead: mean=2,4,8, samples=500 or tokens=1000000',
      collect,
    )
  addOutputFlags(command).action((named: string[], flags: SimulateFlags) =>
    run(simulate(named, flags), flags),
  )
}

function simulate(named: readonly string[], flags: SimulateFlags): Action {
  return async (context) => {
    const magi = await import('../../index.ts')
    const plan = planOf(magi, flags)
    const sources = await findSources(magi, named, context)
    let pass = await simulateOnce(magi, sources, plan, context)
    if (pass.rows.length === 0 && flags.n === undefined && Number.isFinite(pass.fewest)) {
      context.terminal.note(
        `No question has ${usualN} recorded samples: N is ${pass.fewest}, which all have.`,
      )
      pass = await simulateOnce(magi, pass.readable, { ...plan, asked: [pass.fewest] }, context)
    }
    for (const [asked, count] of pass.tooShort) {
      context.terminal.note(
        `N = ${asked}: ${magi.formatMany(count, 'question')} left out, with fewer recorded samples`,
      )
    }
    if (pass.rows.length === 0) {
      throw new UsageError('There is no question with so many recorded samples.', {
        fix: Number.isFinite(pass.fewest) ? `Use -n ${pass.fewest} or fewer.` : 'Nothing was recorded there.',
      })
    }
    const json = () => `${magi.safeJson({ schema: 'magi.simulation/1', rows: pass.rows })}\n`
    context.terminal.out(flags.json ? json() : magi.simulationText(pass.rows))
    return exitCodes.answered
  }
}

type Plan = ReturnType<typeof planOf>

function planOf(magi: Magi, flags: SimulateFlags) {
  const list = (texts: readonly string[] | undefined, otherwise: readonly string[]) =>
    (texts ?? otherwise).flatMap((text) => text.split(',')).map((text) => text.trim())
  const budgets = (flags.budget ?? []).flatMap((text) => budgetsOf(magi, text))
  const asked = numberList('-n', flags.n ?? [String(usualN)])
  const rules = flags.rule === undefined && budgets.length > 0 ? [] : list(flags.rule, ['predictive'])
  return {
    budgets,
    asked,
    rules: rules.map((rule) => magi.parseStopRule(rule)),
    slots: numberList('--slots', flags.slots ?? ['1']),
    schedules: list(flags.schedule, ['lookahead']).map((name) => scheduleName(name)),
    tie: tiePolicy(flags.tie ?? 'first'),
    extension: flags.tie === 'extend' ? (wholeNumber('--extend', flags.extend) ?? Math.max(...asked)) : 0,
  }
}

/** `mean=2,4,8` is three budgets. */
function budgetsOf(magi: Magi, text: string): SimulatedBudget[] {
  const [, name = '', values = ''] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(text) ?? []
  if (name === 'time') {
    throw new UsageError('A budget of time cannot be simulated: recorded answers hold tokens, no times.', {
      fix: 'Use mean=, samples= or tokens=.',
    })
  }
  return (name === '' ? [text] : values.split(',').map((value) => `${name}=${value.trim()}`)).map(
    (label) => ({
      label,
      limits: magi.parseBudget([label]) ?? {},
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
  magi: Magi,
  sources: readonly RecordedSource[],
  plan: Plan,
  context: CommandContext,
): Promise<Pass> {
  const { tie, extension, slots, budgets } = plan
  const byRule = magi.createSimulation({ ...plan, tie, extension })
  const byBudget =
    budgets.length === 0
      ? []
      : plan.asked.map((most) => ({ most, ...magi.createBudgetSimulation({ budgets, most, slots, tie }) }))
  let fewest = Number.POSITIVE_INFINITY
  const readable: RecordedSource[] = []
  const screen = new SimulationScreen(magi, context)
  await screen.start()
  try {
    for (const source of sources) {
      let read = 0
      try {
        for await (const question of questionsOf(magi, source, context)) {
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
      screen.done(source.type === 'run' ? source.named : source.source, read)
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
  magi: Magi,
  source: RecordedSource,
  context: CommandContext,
): AsyncGenerator<RecordedQuestion> {
  if (source.type === 'trace') {
    yield* magi.readTrace(source.path, source.source)
    return
  }
  const { manifest, problems, samples } = await openRun(magi, source.named, context)
  const recorded = await magi.recordedProblems(
    { manifest, problems, samples: samples() },
    { extract: magi.extractAnswer },
  )
  for (const problem of recorded) yield magi.questionOfRun(problem, manifest, magi.sameAnswer)
}

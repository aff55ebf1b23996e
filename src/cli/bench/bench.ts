import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { BudgetLimits } from '../../index.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { resumeAdvice, withResumeAdvice } from '../draw/resume-advice.ts'
import { runName } from '../draw/run-name.ts'
import { addDrawFlags, addOutputFlags, collect, groups } from '../flags.ts'
import { addElectorateFlags } from '../policy-flags.ts'
import type { BenchDrawing } from './accuracy.ts'
import { type BenchFlags, beginBench, resumeBench, saidBySet } from './begin.ts'
import type { BenchRun } from './run.ts'
import { type BenchScene, BenchScreen } from './screen.ts'

type Magi = typeof import('../../index.ts')

const examples = `
Examples:
  magi bench arithmetic-easy -n 8
  magi bench problems.jsonl -n 64 --field prompt=question --limit 100 --run-dir ~/runs/first
  magi bench aime.jsonl --budget mean=8 --slots 2
  magi bench --resume 20261122T212843Z-takh`

/** `magi bench`: an experiment over a set of problems. */
export function addBench(program: Command, run: RunAction): void {
  const command = program
    .command('bench')
    .argument('[dataset]', 'a file of problems, or the name of a set that ships with Magi')
    .helpGroup(groups.draw)
    .summary('pass@1 against maj@n over a set of problems')
    .description(
      'Draw N samples of every problem, and report pass@k and maj@k with intervals. It can be stopped and resumed at any time.',
    )
    .optionsGroup('Vote:')
    .option('-n, --n <number>', 'samples of each problem at most (default: 64)')
    .option(
      '--budget <limit>',
      'one budget for the whole set: mean=8, samples=500, tokens=2000000, time=8h; repeatable',
      collect,
    )
    .option('--rule <name>', 'when a problem has enough: all (default), predictive, certain …')
    .option('--min <number>', 'samples of each problem before the rule may stop')
    .option('--schedule <name>', 'lookahead (default) or eager')
    .option('--tie <policy>', 'first (default), declare or extend')
    .option('--extend <number>', 'most further samples to break a tie with (default: n)')
  addElectorateFlags(command, 'a winner')
    .option('--allow-identical', 'allow temperature 0, where all samples are the same')
    .optionsGroup('Problems:')
    .option('--limit <number>', 'take the first so many problems')
    .option('--ids <list>', 'take the problems of these ids: a,b,…')
    .option('--shuffle <seed>', 'take the problems in a random order')
    .option(
      '--field <field=name>',
      'which field of the file holds what, as prompt=question; repeatable',
      collect,
    )
    .option('--format <name>', 'format of the file, where its fields do not tell')
    .option('--choice-seed <seed>', 'seed for the order of options, where the file puts the right one first')
    .option(
      '--template <path>',
      'text that puts a problem to the model, with {{prompt}}, {{choices}}, {{instruction}}',
    )
    .optionsGroup('Run:')
    .option('--slots <number>', 'samples drawn at once (the runtime’s OLLAMA_NUM_PARALLEL; default: 1)')
    .option('--run-dir <folder>', 'folder of this run (default: below the state folder)')
    .option('--resume <run>', 'go on with a run: an id or a folder')
    .optionsGroup('')
    .addHelpText('after', examples)
  addOutputFlags(addDrawFlags(command))
  // Known, so that it can be said why there are none here: a set brings its own.
  for (const option of command.options) if (option.attributeName() in saidBySet) option.hideHelp()
  command.action((dataset: string | undefined, flags: BenchFlags) => run(bench(dataset, flags), flags))
}

export function bench(dataset: string | undefined, flags: BenchFlags): Action {
  return async (context) => {
    const magi = await import('../../index.ts')
    if ((dataset === undefined) === (flags.resume === undefined)) {
      throw new UsageError(
        dataset === undefined ? 'There is no dataset.' : 'A resumed run has its dataset already.',
        {
          fix: `Name one of ${magi.builtInDatasets().join(', ')}, or a file; or resume a run with --resume RUN.`,
        },
      )
    }
    if (flags.resume !== undefined && flags.dryRun) {
      throw new UsageError('A resumed experiment has no dry run.', { fix: 'Leave --dry-run out.' })
    }
    const begun =
      flags.resume === undefined
        ? await beginBench(magi, dataset ?? '', flags, context)
        : await resumeBench(magi, flags.resume, flags, context)
    if (begun.type === 'dry-run') {
      context.terminal.out(begun.text)
      return exitCodes.answered
    }
    try {
      return await drawAndReport(magi, begun, flags, context)
    } catch (thrown) {
      throw await withResumeAdvice(thrown, begun.run, context)
    } finally {
      await begun.run.close()
    }
  }
}

/** Draws what is missing, and prints what came of it. */
async function drawAndReport(
  magi: Magi,
  begun: BenchRun,
  flags: BenchFlags,
  context: CommandContext,
): Promise<number> {
  const { cli, terminal, stop } = context
  const { run, problems, plan } = begun
  for (const notice of run.notices) terminal.note(notice)
  await begun.load()
  const { budget } = run.manifest
  const spentMs = magi.drawingMs([...begun.earlier.values()].flat())
  const drawing: BenchDrawing =
    budget !== undefined ? 'budget' : run.manifest.rule === 'all' ? 'fixed' : 'stopped'
  const scene: BenchScene = {
    problems,
    plan,
    drawing,
    spentMs,
    ...(budget && { budget: budget as BudgetLimits }),
  }
  const screen = new BenchScreen(magi, scene, context)
  await screen.start()
  let outcome: Awaited<ReturnType<Magi['runBench']>>
  try {
    outcome = await magi.runBench(
      { ...plan, begunAt: new Date(run.manifest.createdAt) },
      {
        draw: async (task, _slot, signal) => {
          const drawer = await begun.drawer(task.problem)
          return drawer.draw(task, signal, {
            onPart: (part) => screen.part(part),
            onRetry: (retry) => screen.retry(retry),
          })
        },
        extract: magi.extractAnswer,
        record: (sample) => run.append(sample),
        clock: cli.clock,
        signal: stop,
        earlier: begun.earlier,
        ...(begun.allocation === undefined ? {} : { allocation: begun.allocation(cli.clock, spentMs) }),
        onBegin: (tracks) => screen.begin(tracks),
        onCount: (problem, track, sample) => screen.counted(problem, track, sample),
      },
    )
  } finally {
    screen.close()
  }
  const votes = [...outcome.problems].map(([id, { vote, samples, tokens }]) => ({
    id,
    vote,
    samples,
    tokens,
  }))
  const before = await magi.readResult(run.folder).catch(() => undefined)
  const earlier = before?.schema === 'magi.bench/1' ? before : undefined
  await run.saveResult({
    schema: 'magi.bench/1',
    runId: run.manifest.runId,
    redrawn: added(earlier?.redrawn, outcome.redrawn),
    sentAgain: added(earlier?.sentAgain, screen.sentAgain),
    ...(outcome.break === undefined ? {} : { stopped: outcome.break.type }),
    elapsedMs: outcome.elapsedMs,
    problems: votes,
  })
  for (const [code, count] of Object.entries(outcome.redrawn))
    terminal.note(`${magi.formatMany(count, 'sample')} that failed (${code}) drawn once more`)
  if (outcome.break !== undefined) {
    const drawn = votes.reduce((sum, { samples }) => sum + samples.drawn, 0)
    const why =
      outcome.break.type === 'failing'
        ? `${outcome.break.times} samples in a row failed the same way: ${outcome.break.message}`
        : outcome.break.why
    terminal.warn(`stopped: ${why}. ${magi.formatMany(drawn, 'sample')} saved. ${resumeAdvice(run, context)}`)
    if (outcome.break.type === 'failing')
      return outcome.break.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
  }
  // The figures so far are what an interruption asks for, so it does not stop them; a second one leaves at once.
  const unstopped = { ...context, stop: new AbortController().signal }
  const { reportOf } = await import('../report/report-of.ts')
  const report = await reportOf([run.folder], { texts: false }, unstopped)
  terminal.out(flags.json ? `${magi.safeJson(magi.reportJson(report))}\n` : magi.reportText(report))
  const page = `magi report ${runName(run, context)} --format html`
  terminal.note(terminal.style('dim', `run ${run.manifest.runId} in ${run.folder} · ${page}`))
  return outcome.break === undefined ? exitCodes.answered : exitCodes.failed
}

/** Counts of earlier parts of a run and of this one. */
function added(
  earlier: Readonly<Record<string, number>> = {},
  now: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...earlier }
  for (const [code, count] of Object.entries(now)) sum[code] = (sum[code] ?? 0) + count
  return sum
}

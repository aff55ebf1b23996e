import type { Command } from 'commander'
import type { Action, RunAction } from '../command.ts'
import { addDrawFlags, addOutputFlags, collect, groups } from '../flags.ts'
import { addElectorateFlags } from '../policy-flags.ts'
import { type BenchFlags, fromDataset } from './flags.ts'

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
    .option('--salvage', 'let the good fields vote of an answer that does not fit the schema as a whole')
    .option('--allow-identical', 'allow temperature 0, where all samples are the same')
    .optionsGroup('Problems:')
    .option('--limit <number>', 'how many problems to take, from the first on')
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
  for (const option of command.options) if (option.attributeName() in fromDataset) option.hideHelp()
  command.action((dataset: string | undefined, flags: BenchFlags) => run(bench(dataset, flags), flags))
}

/** Does the work of `magi bench`. */
export function bench(dataset: string | undefined, flags: BenchFlags): Action {
  return async (context) => (await import('./action.ts')).runBenchCommand(dataset, flags, context)
}

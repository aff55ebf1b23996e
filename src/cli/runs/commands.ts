import type { Command } from 'commander'
import { loading, type RunAction } from '../command.ts'
import { addOutputFlags, collect, groups, type OutputFlags } from '../flags.ts'
import { addElectorateFlags } from '../policy-flags.ts'
import type { CompareFlags } from './compare.ts'
import type { ExportFlags } from './export.ts'
import type { RemoveFlags } from './remove.ts'
import type { RevoteFlags } from './revote.ts'
import type { SimulateFlags } from './simulate.ts'

/** `magi runs`: what can be done with recorded runs, without a model. */
export function addRuns(program: Command, run: RunAction): void {
  const group = program
    .command('runs')
    .helpGroup(groups.drawn)
    .summary('look at runs, vote on them again, simulate, compare, export, verify, remove')
    .description(
      'Runs that were drawn before. A RUN is an id, part of an id that no other run has (its beginning, or the four characters at its end), or a folder.',
    )
  for (const add of [addList, addShow, addRevote, addSimulate, addCompare, addExport, addVerify, addRemove])
    add(group, run)
}

/** `magi runs list`: a line for each run. */
function addList(group: Command, run: RunAction): void {
  addOutputFlags(group.command('list', { isDefault: true }))
    .summary('a line each: id, when, model, drawn, outcome, question')
    .description('List the runs below the state folder, oldest first. Times are UTC, as in the ids.')
    .action((flags: OutputFlags) =>
      run(
        loading(async () => (await import('./list.ts')).list(flags)),
        flags,
      ),
    )
}

/** `magi runs show`: a run in brief, or one sample whole. */
function addShow(group: Command, run: RunAction): void {
  addOutputFlags(
    group
      .command('show')
      .argument('<run>', 'a run: id or folder')
      .argument('[key]', 'a sample, as p1/3 or 3, or a problem of an experiment'),
  )
    .summary('a run in brief; with a key one sample whole, and why it was counted so')
    .description(
      'Show what a run was begun with and how its votes went. With the key of a sample: its thinking, answer and ending, every rule that was\n' +
        'tried on its answer, its ballot, and what joined or parted the answers.',
    )
    .action((name: string, key: string | undefined, flags: OutputFlags) =>
      run(
        loading(async () => (await import('./show.ts')).show(name, key, flags)),
        flags,
      ),
    )
}

/** `magi runs revote`: the vote again, by other rules. */
function addRevote(group: Command, run: RunAction): void {
  const command = group
    .command('revote')
    .argument('<run>', 'a run: id or folder')
    .summary('vote again over a run, without a model')
    .description(
      'Vote again over what a run drew. What no flag sets is as in the run; without --rule and --min every sample that was drawn counts.\n' +
        'The JSON is that of magi vote, for an experiment one line a problem under RUN/PROBLEM; so is the exit code of a vote.',
    )
    .option(
      '--rule <name>',
      'stop where this rule would have: predictive, certain, beta, lead, window, all; NAME:value',
    )
    .option('--min <number>', 'samples before the rule may stop')
    .option('-n, --n <number>', 'take only the first N samples')
    .option('--tie <policy>', 'declare, first or extend')
    .option('--extend <number>', 'most further samples to break a tie with')
  addElectorateFlags(command, 'the winner')
    .option('--no-count-forced', 'let them abstain')
    .option('--answer <kind>', 'find the answers again, of this kind')
    .option('--options <list>', 'find the answers again, with these options: A,B,… or a file')
    .option('--language <tag>', 'find the answers again, in this language')
  addOutputFlags(command).action((name: string, flags: RevoteFlags) =>
    run(
      loading(async () => (await import('./revote.ts')).revote(name, flags)),
      flags,
    ),
  )
}

/** Samples asked for where neither a flag nor the recorded answers decide, as in the literature. */
const usualN = 40

/** `magi runs simulate`: what would this rule and schedule have drawn, spent, answered? */
function addSimulate(group: Command, run: RunAction): void {
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
  addOutputFlags(command).action((names: string[], flags: SimulateFlags) =>
    run(
      loading(async () => (await import('./simulate.ts')).simulate(names, flags, usualN)),
      flags,
    ),
  )
}

/** `magi runs compare`: two runs on the problems both have. */
function addCompare(group: Command, run: RunAction): void {
  addOutputFlags(
    group
      .command('compare')
      .argument('<first>', 'a run, or a file of recorded answers')
      .argument('<second>', 'what is compared with it'),
  )
    .summary('two runs on the problems both have, paired, with intervals')
    .description(
      'Compare two runs, or files of recorded answers (docs/voting.md), on the problems both have: pass@1, maj@k and votes, with\n' +
        'paired intervals and exact tests, and at equal tokens. Problems are paired by id.',
    )
    .option(
      '-k, --k <numbers>',
      'numbers of samples for maj@k (default: 1, 2, 4 … and the most that all have)',
    )
    .option('--models <first,second>', 'of files that hold several models, the one of each to take')
    .action((first: string, second: string, flags: CompareFlags) =>
      run(
        loading(async () => (await import('./compare.ts')).compare([first, second], flags)),
        flags,
      ),
    )
}

/** `magi runs export`: a table that a data frame reads. */
function addExport(group: Command, run: RunAction): void {
  addOutputFlags(group.command('export').argument('<run>', 'a run: id or folder'))
    .summary('every sample as a row of a table: JSON Lines or CSV')
    .description(
      'Write a row for every sample, attempts included, for a data frame. The columns are described in docs/runs.md.',
    )
    .option('--format <name>', 'jsonl or csv (default: jsonl)')
    .option('--texts', 'with columns for prompt, thinking and answer text')
    .action((name: string, flags: ExportFlags) =>
      run(
        loading(async () => (await import('./export.ts')).exportRun(name, flags)),
        flags,
      ),
    )
}

/** `magi runs verify`: is a run folder whole? */
function addVerify(group: Command, run: RunAction): void {
  addOutputFlags(group.command('verify').argument('<run>', 'a run: id or folder'))
    .summary('check that a run folder is whole and agrees with itself')
    .description(
      'Check every line of the journal, its keys, attempts and seeds against the manifest, and the result against the journal.\n' +
        'Changes nothing. Each finding is named with its line; exit code 1 where something is broken.',
    )
    .action((name: string, flags: OutputFlags) =>
      run(
        loading(async () => (await import('./verify.ts')).verify(name, flags)),
        flags,
      ),
    )
}

/** `magi runs remove`: for good. */
function addRemove(group: Command, run: RunAction): void {
  addOutputFlags(group.command('remove').argument('<runs...>', 'runs: whole ids or folders'))
    .summary('remove runs and all that they drew, for good')
    .description(
      'Remove runs: the files that Magi wrote, and the folder where nothing else is in it. Asks first; without a terminal it needs --yes.',
    )
    .option('-y, --yes', 'remove without asking')
    .action((names: string[], flags: RemoveFlags) =>
      run(
        loading(async () => (await import('./remove.ts')).remove(names, flags)),
        flags,
      ),
    )
}

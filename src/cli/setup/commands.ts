import type { Command } from 'commander'
import { loading, type RunAction } from '../command.ts'
import {
  addOutputFlags,
  addRuntimeFlags,
  collect,
  type DrawFlags,
  groups,
  type OutputFlags,
} from '../flags.ts'
import type { DemoFlags } from './demo.ts'
import type { ListingName } from './listings.ts'
import type { TuneFlags } from './tune.ts'

/** `magi doctor`: would a vote run here? */
export function addDoctor(program: Command, run: RunAction): void {
  const command = program.command('doctor').helpGroup(groups.setUp)
  addRuntimeFlags(command)
    .summary('check host, model, window, memory and slots')
    .description('Check whether a vote would run here. The exit code is that of a vote.')
    .option('--slots <number>', 'samples drawn at once')
    .option('-o, --option <key=value>', 'any option of the runtime; repeatable', collect)
  addOutputFlags(command).action((flags: DrawFlags) =>
    run(
      loading(async () => (await import('./doctor.ts')).doctor(flags)),
      flags,
    ),
  )
}

/** `magi tune`: how many samples should this machine draw at once? */
export function addTune(program: Command, run: RunAction): void {
  const command = program.command('tune').helpGroup(groups.setUp)
  addRuntimeFlags(command)
    .summary('measure how many samples this machine draws best at once')
    .description(
      'Measure the runtime at 1, 2, 4, 8 … samples at once: tokens a second, the wait for the first part, memory, and what a vote would take. ' +
        'What is loaded is asked for as a vote asks for it. Takes some minutes.',
    )
    .optionsGroup('Measurement:')
    .option('--max-slots <number>', 'most samples drawn at once (default: 8)')
    .option('--tokens <number>', 'tokens of each sample of the measurement (default: 128)')
    .option('--repeats <number>', 'how often each number of slots is measured (default: 3)')
    .option('--sample-tokens <number>', 'tokens of a sample of yours, for the times of votes (default: 4000)')
    .option(
      '--save <name>',
      'write the best into a profile of your own: --profile NAME takes its slots from it',
    )
    .option('-o, --option <key=value>', 'any option of the runtime; repeatable', collect)
    .optionsGroup('')
  addOutputFlags(command).action((flags: TuneFlags) =>
    run(
      loading(async () => (await import('./tune.ts')).tune(flags)),
      flags,
    ),
  )
}

/** `magi models`: what is known of model versions. */
export function addModels(program: Command, run: RunAction): void {
  addListing(program, run, 'models', 'model card', 'what is known of model versions: list, show NAME')
}

/** `magi presets`: ways to sample. */
export function addPresets(program: Command, run: RunAction): void {
  addListing(program, run, 'presets', 'preset', 'ways to sample: list, show NAME')
}

/** `magi profiles`: how machines run the model. */
export function addProfiles(program: Command, run: RunAction): void {
  addListing(program, run, 'profiles', 'profile', 'how machines run the model: list, show NAME')
}

/** A command that lists one kind of configuration, and shows one file of it. */
function addListing(
  program: Command,
  run: RunAction,
  name: ListingName,
  noun: string,
  summary: string,
): void {
  const group = program.command(name).summary(summary).helpGroup(groups.setUp)
  group.description(`Every ${noun}: the built-in ones and your own.`)
  addOutputFlags(group.command('list', { isDefault: true }))
    .summary('a line each')
    .action((flags: OutputFlags) =>
      run(
        loading(async () => (await import('./listings.ts')).list(name, flags)),
        flags,
      ),
    )
  addOutputFlags(group.command('show').argument('<name>', `name of a ${noun}, or the path of one`))
    .summary('one whole, as its file has it')
    .action((named: string, flags: OutputFlags) =>
      run(
        loading(async () => (await import('./listings.ts')).show(name, named)),
        flags,
      ),
    )
}

/** `magi demo`: a vote on the embedded runtime, for a machine without a model. */
export function addDemo(program: Command, run: RunAction): void {
  const command = program
    .command('demo')
    .helpGroup(groups.setUp)
    .summary('a vote on an embedded runtime: no model, no network')
    .description(
      'Run a vote on written samples, over the same wire and through the same code as a real one. With --serve the ' +
        'embedded runtime stays for other commands: it answers the problem sets that ship with Magi.',
    )
    .option('--run-dir <folder>', 'folder of this run (default: below the state folder)')
    .option(
      '--serve [port]',
      'hold no vote; keep the embedded runtime at this port (default: a free one) until Ctrl-C',
    )
  addOutputFlags(command).action((flags: DemoFlags) =>
    run(
      loading(async () => (await import('./demo.ts')).demo(flags)),
      flags,
    ),
  )
}

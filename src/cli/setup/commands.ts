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

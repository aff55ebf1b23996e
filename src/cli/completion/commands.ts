import type { Command } from 'commander'
import { loading, type RunAction } from '../command.ts'
import { groups } from '../flags.ts'
import type { Shells } from './completion.ts'

/** The shells that have a completion; each script is loaded when it is printed. */
const shells: Shells = {
  bash: async () => (await import('./bash.ts')).bashScript,
  zsh: async () => (await import('./zsh.ts')).zshScript,
  fish: async () => (await import('./fish.ts')).fishScript,
  powershell: async () => (await import('./powershell.ts')).powershellScript,
}

/** `magi completion`: a script that completes commands, flags and their values. */
export function addCompletion(program: Command, run: RunAction): void {
  program
    .command('completion')
    .argument('<shell>', Object.keys(shells).join(', '))
    .helpGroup(groups.setUp)
    .summary('completion for bash, zsh, fish or powershell')
    .description(
      'Print a script that completes commands, flags and values; its first lines say where it goes. It asks no runtime.',
    )
    .action((shell: string) =>
      run(
        loading(async () => (await import('./completion.ts')).completion(program, shells, shell)),
        {},
      ),
    )
}

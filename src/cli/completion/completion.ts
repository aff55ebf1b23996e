import { homedir } from 'node:os'
import type { Command } from 'commander'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { Action, RunAction } from '../command.ts'
import { groups } from '../flags.ts'
import type { CliProcess } from '../terminal/terminal.ts'
import type { CommandWords, KnownWords } from './command-words.ts'

type Magi = typeof import('../../index.ts')

const shells: Readonly<
  Record<string, () => Promise<(name: string, commands: readonly CommandWords[]) => string>>
> = {
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
    .action((shell: string) => run(completion(program, shell), {}))
}

function completion(program: Command, shell: string): Action {
  return async ({ terminal, cli }) => {
    const load = Object.hasOwn(shells, shell) ? shells[shell] : undefined
    if (load === undefined) {
      throw new UsageError(`There is no completion for "${shell}".`, {
        fix: `Use one of: ${Object.keys(shells).join(', ')}.`,
      })
    }
    const script = await load()
    const { commandWords } = await import('./command-words.ts')
    const known = await knownWords(await import('../../index.ts'), cli)
    terminal.out(script(program.name(), commandWords(program, known)))
    return exitCodes.answered
  }
}

/** Names that Magi knows without a runtime; the user's own presets, profiles and models among them. */
async function knownWords(magi: Magi, cli: CliProcess): Promise<KnownWords> {
  const { folders } = await magi.readConfigFiles({
    cwd: cli.cwd,
    environment: cli.env,
    home: cli.env['HOME'] || homedir(),
  })
  const names = (entries: readonly { value: { name: string } }[]) => entries.map(({ value }) => value.name)
  const presets = names(await magi.listPresets({ folders }))
  const profiles = names(await magi.listProfiles({ folders }))
  return {
    '--preset': presets,
    'presets show <name>': presets,
    '--profile': profiles,
    'profiles show <name>': profiles,
    'models show <name>': names(await magi.listModelCards({ folders })),
    '--answer': ['auto', ...magi.answerKinds],
    '--rule': Object.keys(magi.stopRules),
    '--schedule': Object.keys(magi.schedules),
    '--tie': magi.tiePolicies,
    '--on-trip': ['force', 'retry', 'drop'],
    '--think': ['low', 'medium', 'high'],
    'report --format': ['text', 'md', 'json', 'csv', 'html'],
    'bench <dataset>': magi.builtInDatasets(),
    'completion <shell>': Object.keys(shells),
  }
}

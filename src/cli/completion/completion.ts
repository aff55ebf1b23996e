import { homedir } from 'node:os'
import type { Command } from 'commander'
import { answerKinds } from '../../answer/answer.ts'
import { configFolders } from '../../config/config.ts'
import { listModelCards } from '../../config/model-card.ts'
import { listPresets } from '../../config/preset.ts'
import { listProfiles } from '../../config/profile.ts'
import { builtInDatasets } from '../../experiment/dataset/built-in.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { tiePolicies } from '../../vote/outcome-terms.ts'
import { schedules } from '../../vote/schedule.ts'
import { stopRules } from '../../vote/stop-rules.ts'
import type { Action } from '../command.ts'
import { reportFormats } from '../report/formats.ts'
import type { CliProcess } from '../terminal/terminal.ts'
import { type CommandWords, commandWords, type FixedWords } from './command-words.ts'

/** Writes the completion script of a program. */
export type ScriptWriter = (name: string, commands: readonly CommandWords[]) => string

/** By name of the shell, what loads the writer of its script. */
export type Shells = Readonly<Record<string, () => Promise<ScriptWriter>>>

/** Prints the completion script for a shell. */
export function completion(program: Command, shells: Shells, shell: string): Action {
  return async ({ terminal, cli }) => {
    const load = Object.hasOwn(shells, shell) ? shells[shell] : undefined
    if (load === undefined) {
      throw new UsageError(`There is no completion for "${shell}".`, {
        fix: `Use one of: ${Object.keys(shells).join(', ')}.`,
      })
    }
    const script = await load()
    const words = { ...(await fixedWords(cli)), 'completion <shell>': Object.keys(shells) }
    terminal.out(script(program.name(), commandWords(program, words)))
    return exitCodes.answered
  }
}

/** Values that Magi can name without a runtime; the user's own presets, profiles and models among them. */
async function fixedWords(cli: CliProcess): Promise<FixedWords> {
  const folders = configFolders(cli.env, cli.env['HOME'] || homedir())
  const names = (entries: readonly { value: { name: string } }[]) => entries.map(({ value }) => value.name)
  const presets = names(await listPresets({ folders }))
  const profiles = names(await listProfiles({ folders }))
  return {
    '--preset': presets,
    'presets show <name>': presets,
    '--profile': profiles,
    'profiles show <name>': profiles,
    'models show <name>': names(await listModelCards({ folders })),
    '--answer': ['auto', ...answerKinds],
    '--rule': Object.keys(stopRules),
    '--schedule': Object.keys(schedules),
    '--tie': tiePolicies,
    '--on-trip': ['force', 'retry', 'drop'],
    '--think': ['low', 'medium', 'high'],
    'report --format': reportFormats,
    'bench <dataset>': builtInDatasets(),
  }
}

import type { Command } from 'commander'

/** What may stand for the value of a flag, or for an argument. */
export type Values =
  | { readonly type: 'words'; readonly words: readonly string[]; readonly orFile: boolean }
  | { readonly type: 'files' }
  | { readonly type: 'folders' }
  | { readonly type: 'any' }

/** A flag, with all its names. */
export interface FlagWords {
  /** As `--preset`, `-p`. */
  readonly names: readonly string[]
  readonly summary: string
  /** What follows it; absent where nothing does. */
  readonly values?: Values
}

/** One command, and what may follow it. */
export interface CommandWords {
  /** The words that name it, without the program's: `vote`, `presets show`; empty for the program itself. */
  readonly at: string
  readonly commands: readonly { readonly name: string; readonly summary: string }[]
  readonly flags: readonly FlagWords[]
  /** What its arguments may be; absent where it takes none. */
  readonly values?: Values
}

/** Values that are listed in the script: by flag (`--preset`), by flag of one command (`report --format`), or by argument (`presets show <name>`). */
export type FixedWords = Readonly<Record<string, readonly string[]>>

/** Every command of a program, parents first. */
export function commandWords(program: Command, fixedWords: FixedWords): CommandWords[] {
  const help = program.createHelp()

  const valuesOf = (keys: readonly string[], argument: string): Values => {
    const words = keys.map((key) => fixedWords[key]).find((each) => each !== undefined)
    if (words !== undefined) return { type: 'words', words, orFile: argument === 'dataset' }
    // A run is named by its id or its folder; ids would be old by the time the script is used.
    if (/^(?:path|runs)$/.test(argument)) return { type: 'files' }
    if (/^(?:folder|run)$/.test(argument)) return { type: 'folders' }
    return { type: 'any' }
  }

  const describe = (command: Command, at: string): CommandWords[] => {
    const commands = help.visibleCommands(command).filter((each) => each.name() !== 'help')
    const flags = help.visibleOptions(command).map((option): FlagWords => {
      const { long, short, description } = option
      const names = [long, short].filter((name) => name !== undefined && name !== null)
      const argument = /[<[]([\w-]+)/.exec(option.flags)?.[1]
      if (argument === undefined) return { names, summary: description }
      const keys = [`${at} ${long}`, `${long}`]
      return { names, summary: description, values: valuesOf(keys, argument) }
    })
    const [argument] = command.registeredArguments
    return [
      {
        at,
        commands: commands.map((each) => ({ name: each.name(), summary: help.subcommandDescription(each) })),
        flags,
        ...(argument === undefined
          ? {}
          : { values: valuesOf([`${at} <${argument.name()}>`], argument.name()) }),
      },
      ...commands.flatMap((each) => describe(each, `${at} ${each.name()}`.trim())),
    ]
  }

  return describe(program, '')
}

/** The flags that take a value, grouped by what follows them: each group once, with the places where it holds. */
export function valueGroups(
  commands: readonly CommandWords[],
): { readonly values: Values; readonly places: readonly string[] }[] {
  const groups = new Map<string, { values: Values; places: string[] }>()
  for (const { at, flags } of commands) {
    for (const { names, values } of flags) {
      if (values === undefined) continue
      const key = JSON.stringify(values)
      const group = groups.get(key) ?? { values, places: [] }
      groups.set(key, group)
      group.places.push(...names.map((name) => `${at} ${name}`))
    }
  }
  return [...groups.values()]
}

/** Every command but the program itself, as the words typed so far: `" vote"`, `"presets show"`. */
export function commandPaths(commands: readonly CommandWords[]): string[] {
  return commands.filter(({ at }) => at !== '').map(({ at }) => (at.includes(' ') ? at : ` ${at}`))
}

import type { Command, Option } from 'commander'
import { exitCodeTable } from '../../src/cli/program.ts'

/** The manual page of the program, as roff (man(7)), made of what its help is made of. */
export function manPage(program: Command, version: string): string {
  const lines = [
    `.TH MAGI 1 "" "Magi ${text(version)}" "User Commands"`,
    '.SH NAME',
    `magi \\- ${text('votes of a local reasoning model')}`,
    '.SH SYNOPSIS',
    '.B magi',
    text('COMMAND [options]'),
    '.SH DESCRIPTION',
    text(program.description()),
    '.PP',
    text(
      'The answer goes to standard output; thinking, progress and warnings go to standard error. Durations are written 500ms, 30s, 10m, 8h. Values come from: flag, environment (MAGI_*), magi.json beside your files, the config.json of the user, preset and profile, default; --dry-run shows where each came from.',
    ),
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => section(command, 'magi')),
    '.SH EXIT STATUS',
    ...exitCodeEntries(),
    '.SH FILES',
    ...files.flatMap(([file, words]) => ['.TP', `.I ${text(file)}`, text(words)]),
  ]
  return `${lines.join('\n')}\n`
}

/** The table of the help, taken apart. */
function exitCodeEntries(): string[] {
  const [table = ''] = exitCodeTable.trim().split('\n\n')
  const codes = [...table.matchAll(/(\d+) ([^·\d]+)/g)]
  return codes.flatMap(([, code = '', words = '']) => entry(code, words.trim()))
}

const files = [
  ['magi.json', 'settings of the folder in which Magi is called'],
  ['~/.config/magi/config.json', 'settings of the user'],
  ['~/.local/state/magi/runs', 'one folder for each run, which can be resumed, read and removed'],
] as const

function section(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`
  const inner = command.commands.filter((each) => each.name() !== 'help')
  if (inner.length > 0) return inner.flatMap((each) => section(each, name))
  const help = command.createHelp()
  const args = help.visibleArguments(command)
  return [
    `.SS ${text(`${name} ${command.usage()}`)}`,
    text(command.description() || command.summary()),
    ...args.flatMap((argument) => entry(argument.name(), help.argumentDescription(argument))),
    ...help
      .visibleOptions(command)
      .flatMap((option: Option) => entry(option.flags, help.optionDescription(option))),
  ]
}

const entry = (term: string, words: string) => ['.TP', `.B ${text(term)}`, text(words)]

/** A text as roff has it: nothing in it is a request or an escape, and a hyphen is one that can be copied. */
function text(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^[.']/, '\\&$&')
    .replace(/[^\x20-\x7e]/gu, (letter) => `\\[u${hex(letter)}]`)
}

const hex = (letter: string) => (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

import type { Command } from 'commander'
import { exitCodes } from '../errors.ts'
import type { Action, RunAction } from './command.ts'
import { addOutputFlags, groups } from './flags.ts'

type Magi = typeof import('../index.ts')

interface Listing {
  readonly name: 'presets' | 'profiles' | 'models'
  readonly noun: string
  readonly summary: string
  readonly list: (
    magi: Magi,
    folders: readonly string[],
  ) => { value: { name: string }; file: string; builtIn: boolean }[]
  /** What one line says beside the name. */
  readonly line: (value: never) => string
}

/** `magi presets`: ways to sample. */
export function addPresets(program: Command, run: RunAction): void {
  addListing(program, run, {
    name: 'presets',
    noun: 'preset',
    summary: 'ways to sample: list, show NAME',
    list: (magi, folders) => magi.listPresets({ folders }),
    line: ({ why }: { why: string }) => why,
  })
}

/** `magi profiles`: how machines run the model. */
export function addProfiles(program: Command, run: RunAction): void {
  addListing(program, run, {
    name: 'profiles',
    noun: 'profile',
    summary: 'how machines run the model: list, show NAME',
    list: (magi, folders) => magi.listProfiles({ folders }),
    line: ({ why }: { why: string }) => why,
  })
}

/** `magi models`: what is known of model versions. */
export function addModels(program: Command, run: RunAction): void {
  addListing(program, run, {
    name: 'models',
    noun: 'model card',
    summary: 'what is known of model versions: list, show NAME',
    list: (magi, folders) => magi.listModelCards({ folders }),
    line: ({ title, names }: { title: string; names: string[] }) =>
      `${title}${names.length > 0 ? ` · installed as ${names.slice(0, 3).join(', ')}` : ''}`,
  })
}

function addListing(program: Command, run: RunAction, listing: Listing): void {
  const group = program.command(listing.name).summary(listing.summary).helpGroup(groups.setUp)
  group.description(`Every ${listing.noun}: the built-in ones and your own.`)
  addOutputFlags(group.command('list', { isDefault: true }))
    .summary('a line each')
    .action((flags) => run(list(listing, flags), flags))
  addOutputFlags(group.command('show').argument('<name>', `name of a ${listing.noun}`))
    .summary('one whole, as JSON, and the file it comes from')
    .action((name: string, flags) => run(show(listing, name), flags))
}

function list(listing: Listing, flags: { json?: boolean }): Action {
  return async ({ terminal, cli }) => {
    const { magi, entries } = await read(listing, cli)
    if (flags.json) {
      terminal.out(`${magi.safeJson(entries.map(({ value }) => value))}\n`)
      return exitCodes.answered
    }
    const width = Math.max(...entries.map(({ value }) => value.name.length))
    for (const { value, builtIn, file } of entries) {
      const own = builtIn ? '' : ` (${file})`
      terminal.out(`${value.name.padEnd(width)}  ${listing.line(value as never)}${own}\n`)
    }
    return exitCodes.answered
  }
}

function show(listing: Listing, name: string): Action {
  return async ({ terminal, cli }) => {
    const { magi, entries } = await read(listing, cli)
    const entry = entries.find(({ value }) => value.name === name)
    if (entry === undefined) {
      const names = entries.map(({ value }) => value.name)
      throw new magi.UsageError(`There is no ${listing.noun} "${name}".`, {
        fix: `Use one of: ${names.join(', ')}.`,
      })
    }
    terminal.note(terminal.style('dim', entry.file))
    terminal.out(`${JSON.stringify(entry.value, null, 2)}\n`)
    return exitCodes.answered
  }
}

async function read(
  listing: Listing,
  cli: { env: Readonly<Record<string, string | undefined>>; cwd: string },
) {
  const magi = await import('../index.ts')
  const { homedir } = await import('node:os')
  const files = magi.readConfigFiles({
    cwd: cli.cwd,
    environment: cli.env,
    home: cli.env['HOME'] || homedir(),
  })
  return { magi, entries: listing.list(magi, files.folders) }
}

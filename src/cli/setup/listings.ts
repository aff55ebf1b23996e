import type { Command } from 'commander'
import { exitCodes } from '../../ground/errors.ts'
import { fitWidth } from '../../ground/text-width.ts'
import type { Action, RunAction } from '../command.ts'
import { readText } from '../draw/prompt.ts'
import { addOutputFlags, groups } from '../flags.ts'
import type { CliProcess } from '../terminal/terminal.ts'

type Magi = typeof import('../../index.ts')

interface Listing {
  readonly name: 'presets' | 'profiles' | 'models'
  readonly noun: string
  readonly summary: string
  readonly list: (
    magi: Magi,
    folders: readonly string[],
  ) => Promise<{ value: { name: string }; file: string; builtIn: boolean }[]>
  readonly load: (magi: Magi, name: string, folders: readonly string[]) => Promise<{ file: string }>
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
    load: (magi, name, folders) => magi.loadPreset(name, { folders }),
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
    load: (magi, name, folders) => magi.loadProfile(name, { folders }),
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
    load: (magi, name, folders) => magi.loadModelCard(name, { folders }),
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
  addOutputFlags(group.command('show').argument('<name>', `name of a ${listing.noun}, or the path of one`))
    .summary('one whole, as its file has it')
    .action((name: string, flags) => run(show(listing, name), flags))
}

function list(listing: Listing, flags: { json?: boolean }): Action {
  return async ({ terminal, cli }) => {
    const { magi, folders } = await configFolders(cli)
    const entries = await listing.list(magi, folders)
    if (flags.json) {
      const values = entries.map(({ value }) => value)
      terminal.out(`${magi.safeJson({ schema: `magi.${listing.name}/1`, [listing.name]: values })}\n`)
      return exitCodes.answered
    }
    const width = Math.max(...entries.map(({ value }) => value.name.length))
    // On a terminal a line stays a line; `show` has all of it.
    const most = cli.stdout.isTTY === true ? (cli.stdout.columns ?? 100) - 1 : Number.POSITIVE_INFINITY
    for (const { value, builtIn, file } of entries) {
      const own = builtIn ? '' : ` (${file})`
      const line = `${value.name.padEnd(width)}  ${listing.line(value as never)}${own}`
      terminal.out(`${fitWidth(magi.cleanForTerminal(line), most)}\n`)
    }
    return exitCodes.answered
  }
}

function show(listing: Listing, name: string): Action {
  return async ({ terminal, cli }) => {
    const { magi, folders } = await configFolders(cli)
    const { file } = await listing.load(magi, name, folders)
    terminal.note(terminal.style('dim', file))
    terminal.out(await readText(file, cli.cwd))
    return exitCodes.answered
  }
}

/** The folders of the user's own files. */
async function configFolders(cli: CliProcess): Promise<{ magi: Magi; folders: readonly string[] }> {
  const magi = await import('../../index.ts')
  const { homedir } = await import('node:os')
  const home = cli.env['HOME'] || homedir()
  return { magi, ...(await magi.readConfigFiles({ cwd: cli.cwd, environment: cli.env, home })) }
}

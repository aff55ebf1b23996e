import { homedir } from 'node:os'
import { configFolders } from '../../config/config.ts'
import { listModelCards, loadModelCard } from '../../config/model-card.ts'
import { listPresets, loadPreset } from '../../config/preset.ts'
import { listProfiles, loadProfile } from '../../config/profile.ts'
import { exitCodes } from '../../ground/errors.ts'
import { readTextFile } from '../../ground/text-file.ts'
import { fitWidth } from '../../ground/text-width.ts'
import { safeJson } from '../../report/json.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action } from '../command.ts'
import type { OutputFlags } from '../flags.ts'

/** The kinds of configuration that have a command of their own. */
export type ListingName = keyof typeof listings

/** How each kind is listed, how one is loaded, and what its line says beside the name. */
const listings = {
  presets: { list: listPresets, load: loadPreset, line: ({ why }: { why: string }) => why },
  profiles: { list: listProfiles, load: loadProfile, line: ({ why }: { why: string }) => why },
  models: {
    list: listModelCards,
    load: loadModelCard,
    line: ({ title, names }: { title: string; names: string[] }) =>
      `${title}${names.length > 0 ? ` · installed as ${names.slice(0, 3).join(', ')}` : ''}`,
  },
} as const

/** Prints a line for each configuration of a kind. */
export function list(name: ListingName, flags: OutputFlags): Action {
  return async ({ terminal, cli }) => {
    const listing = listings[name]
    const entries = await listing.list({ folders: configFolders(cli.env, cli.env['HOME'] || homedir()) })
    if (flags.json) {
      const values = entries.map(({ value }) => value)
      terminal.out(`${safeJson({ schema: `magi.${name}/1`, [name]: values })}\n`)
      return exitCodes.answered
    }
    const width = Math.max(...entries.map(({ value }) => value.name.length))
    // On a terminal a line stays a line; `show` has all of it.
    const most = cli.stdout.isTTY === true ? (cli.stdout.columns ?? 100) - 1 : Number.POSITIVE_INFINITY
    for (const { value, builtIn, file } of entries) {
      const own = builtIn ? '' : ` (${file})`
      const line = `${value.name.padEnd(width)}  ${listing.line(value as never)}${own}`
      terminal.out(`${fitWidth(cleanForTerminal(line), most)}\n`)
    }
    return exitCodes.answered
  }
}

/** Prints the file of one configuration as it is. */
export function show(name: ListingName, nameOrPath: string): Action {
  return async ({ terminal, cli }) => {
    const folders = configFolders(cli.env, cli.env['HOME'] || homedir())
    const { file } = await listings[name].load(nameOrPath, { folders })
    terminal.note(terminal.style('dim', file))
    terminal.out(await readTextFile(file, cli.cwd))
    return exitCodes.answered
  }
}

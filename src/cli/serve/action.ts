import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { readConfigFiles, resolveSetting, type SettingSources } from '../../config/config.ts'
import { parseRuntimeOptions } from '../../config/runtime-options.ts'
import type { SettingName, SettingValues } from '../../config/settings.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { readTextFile } from '../../ground/text-file.ts'
import { runsFolder } from '../../journal/run-folder.ts'
import { safeJson } from '../../report/json.ts'
import { slotsInAll } from '../../run/host-targets.ts'
import { parseHost } from '../../runtime/host.ts'
import { type Served, startServe } from '../../serve/serve.ts'
import { settingsFor, type VoteSources } from '../../serve/terms.ts'
import type { Action, CommandContext } from '../command.ts'
import { commandLine } from '../draw/command-line.ts'
import { whereabouts } from '../draw/host-access.ts'
import { type DrawFlags, settingFlags } from '../flags.ts'
import { nameHost } from '../terminal/name-host.ts'

/** Flags of `magi serve`. */
export interface ServeFlags extends DrawFlags {
  /** `true` where `--no-consensus` was not given. */
  readonly consensus?: string | boolean
  readonly record?: boolean
}

/** Serves until it is stopped. Its address is all that goes to stdout. */
export function serve(flags: ServeFlags): Action {
  return async (context) => {
    const { cli, terminal, stop } = context
    const environment = cli.env
    const files = await readConfigFiles({ environment, home: environment['HOME'] || homedir() })
    const sources: VoteSources = {
      flags: servedFlags(flags),
      options: parseRuntimeOptions(flags.option ?? []),
      environment,
      files,
      folders: files.folders,
    }
    const own = { ...sources, command: 'serve' as const }
    const vote = await settingsFor(sources, { command: 'vote' })
    const { where, from } = await whereabouts(vote, context)
    const hosts = where.targets.map(({ address }) => parseHost(address).url)
    for (const url of hosts) nameHost({ url, from }, terminal)
    const served = await startServe({
      listen: listenAddress(value('listen', own)),
      where,
      allowRemote: vote.get('allowRemote'),
      slots: slotsInAll(vote),
      sources,
      runsFolder: runsFolder(environment),
      commandLine: commandLine(context.args, hosts),
      clock: cli.clock,
      token: await tokenOf(resolveSetting('tokenFile', own)?.value, cli),
      allowHosts: value('allowHost', own).map((name) => name.toLowerCase()),
      allowOrigins: value('allowOrigin', own),
      show: value('show', own),
      noConsensus: value('noConsensus', own),
      lingerMs: resolveSetting('linger', own)?.value ?? 0,
      keepRuns: value('record', own) ? value('keepRuns', own) : undefined,
      maxQueue: value('maxQueue', own),
      listed: value('listed', own),
      onRequest: (line) => {
        if (flags.verbose === true) terminal.note(line)
      },
    })
    return untilStopped(
      served,
      { drainMs: value('drain', own), json: flags.json === true, host: hosts.join(', ') },
      context,
      stop,
    )
  }
}

interface Serving {
  readonly drainMs: number
  readonly json: boolean
  readonly host: string
}

async function untilStopped(
  served: Served,
  { drainMs, json, host }: Serving,
  { cli, terminal, endsWhenStopped }: CommandContext,
  stop: AbortSignal,
): Promise<number> {
  try {
    endsWhenStopped?.()
    terminal.out(json ? `${safeJson({ address: served.address, runtime: host })}\n` : `${served.address}\n`)
    terminal.note(`the votes in a browser: ${served.address}/magi`)
    if (!(await served.runtimeAnswers()))
      terminal.warn(`No runtime answers at ${host} yet: requests are refused until it does.`)
    if (!stop.aborted) await new Promise((wake) => stop.addEventListener('abort', wake, { once: true }))
    let cancel = () => {}
    const tooLong = new Promise<void>((wake) => {
      cancel = cli.clock.setTimer(wake, drainMs)
    })
    await Promise.race([served.drain(), tooLong])
    cancel()
  } finally {
    await served.close()
  }
  return exitCodes.answered
}

/** What the flags say, under the names of the settings. */
function servedFlags({
  consensus,
  record,
  ...flags
}: ServeFlags): Readonly<Partial<Record<SettingName, unknown>>> {
  const written: Readonly<Record<string, unknown>> = {
    ...flags,
    noConsensus: typeof consensus === 'string' ? consensus : undefined,
    record: record === false ? false : undefined,
  }
  return settingFlags(written)
}

function value<Name extends SettingName>(name: Name, sources: SettingSources): SettingValues[Name] {
  const resolved = resolveSetting(name, sources)
  if (resolved === undefined) throw new Error(`Setting ${name} has no value and no default.`)
  return resolved.value
}

/** The port where an address names none. */
const defaultPort = 11_435

/** @throws UsageError for what is no address to listen at. */
function listenAddress(written: string): { host: string; port: number } {
  const [, host = '', port] = /^(\[[\da-f:.]+\]|[^:[\]\s/]*)(?::(\d{1,5}))?$/i.exec(written.trim()) ?? []
  const number = port === undefined ? defaultPort : Number(port)
  if ((host === '' && port === undefined) || number > 65_535) {
    throw new UsageError(`--listen is "${written}".`, { fix: 'Give it an address, as 127.0.0.1:11435.' })
  }
  return { host: host === '' ? '127.0.0.1' : host, port: number }
}

/** The token that clients must send: from a file or the environment, never from the command line, which others can read. */
async function tokenOf(
  file: string | undefined,
  { env, cwd }: Pick<CommandContext['cli'], 'env' | 'cwd'>,
): Promise<string | undefined> {
  const token = file === undefined ? (env['MAGI_TOKEN'] ?? '') : await readTextFile(resolve(cwd, file), cwd)
  const plain = token.trim()
  if (plain === '' && file === undefined) return undefined
  if (/^[\x21-\x7e]{8,}$/.test(plain)) return plain
  throw new UsageError(`${file ?? 'MAGI_TOKEN'} holds no token.`, {
    fix: 'Give it one line of 8 or more characters without spaces, as from: openssl rand -hex 16.',
  })
}

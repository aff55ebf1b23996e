import { stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { resolve } from 'node:path'
import { headersVariable } from '../../config/config.ts'
import { readRequestHeaders } from '../../config/request-headers.ts'
import { defined } from '../../ground/defined.ts'
import { UsageError } from '../../ground/errors.ts'
import { readTextFile } from '../../ground/text-file.ts'
import { hostTargets } from '../../run/host-targets.ts'
import type { HostsWish } from '../../run/hosts-wish.ts'
import type { RunSettings } from '../../run/settings.ts'
import { type HostAccess, requireCertificates } from '../../runtime/access.ts'
import type { CliProcess, Terminal } from '../terminal/terminal.ts'

/**
 * What the user's own settings say of how named hosts are reached: headers of a file or the environment, and certificates.
 *
 * @throws UsageError for a file that cannot be read, or that others can read although it holds headers.
 */
export async function accessOf(
  settings: Pick<RunSettings, 'maybe'>,
  { env, cwd }: Pick<CliProcess, 'env' | 'cwd'>,
): Promise<HostAccess> {
  const file = settings.maybe('headerFile')
  const caFile = settings.maybe('ca')
  const text = file === undefined ? (env[headersVariable] ?? '') : await privateText(file, cwd)
  const headers = readRequestHeaders(text, file ?? headersVariable)
  return {
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(caFile === undefined ? {} : { ca: requireCertificates(await readTextFile(caFile, cwd), caFile) }),
  }
}

/** Bits of a file's mode that let others than its owner read, write or run it. */
const others = 0o077

async function privateText(file: string, cwd: string): Promise<string> {
  const text = await readTextFile(file, cwd)
  // Windows keeps no such bits.
  if (platform() === 'win32') return text
  const { mode } = await stat(resolve(cwd, file))
  if ((mode & others) === 0) return text
  throw new UsageError(`Others than you can read ${file} (its mode is ${(mode & 0o777).toString(8)}).`, {
    fix: `It holds headers that are nobody else's: chmod 600 ${file}`,
  })
}

/** The hosts that settings name, how they are reached, and what named them. */
export interface Whereabouts {
  readonly where: HostsWish
  /** A flag, a variable, a file, `default`. */
  readonly from: string
}

/**
 * Where the settings have samples drawn. Headers go to hosts that somebody named, and not to one that is only the default.
 *
 * @throws UsageError for hosts, files and headers that cannot be used.
 */
export async function whereabouts(
  settings: RunSettings,
  {
    cli,
    terminal,
  }: { readonly cli: Pick<CliProcess, 'env' | 'cwd'>; readonly terminal: Pick<Terminal, 'warn'> },
): Promise<Whereabouts> {
  const { targets, from } = hostTargets(settings)
  const access = await accessOf(settings, cli)
  const isNamed = from !== 'default'
  if (!isNamed && access.headers !== undefined)
    terminal.warn('No host is named, so the headers are not sent: name it by --host.')
  return {
    where: {
      ...{ targets, slots: settings.get('slots'), ...termsOf(settings) },
      access: isNamed ? access : { ...defined({ ca: access.ca }) },
    },
    from,
  }
}

/** What the settings say of several hosts, whoever named them. */
function termsOf(settings: RunSettings): Pick<HostsWish, 'mixedVersions' | 'hostTimeoutMs'> {
  return defined({
    mixedVersions: settings.maybe('mixedVersions'),
    hostTimeoutMs: settings.maybe('hostTimeout'),
  })
}

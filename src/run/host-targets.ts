import { type HostTarget, readHostTarget } from '../config/host-target.ts'
import { type SettingName, settings as settingRules } from '../config/settings.ts'
import { UsageError } from '../ground/errors.ts'
import { parseHost } from '../runtime/host.ts'
import type { RunSettings } from './settings.ts'

/** The hosts that settings name, and what named them. */
export interface NamedHosts {
  /** One at least, in the order written. */
  readonly targets: readonly HostTarget[]
  /** A flag, a variable, a file, `default`. */
  readonly from: string
}

/**
 * The hosts that the settings name. A flag goes before the environment, and that before files: whichever of `host` and `hosts` the stronger
 * one says counts; of the same strength, `hosts`.
 *
 * @throws UsageError for what is no host, and for one that is named twice.
 */
export function hostTargets(settings: Pick<RunSettings, 'get' | 'maybe' | 'origins'>): NamedHosts {
  const hosts = settings.maybe('hosts')
  const from = (name: SettingName) => settings.origins[name]?.from ?? 'default'
  const isList = hosts !== undefined && strength('hosts', from('hosts')) >= strength('host', from('host'))
  const source = from(isList ? 'hosts' : 'host')
  const targets = (isList ? hosts : [settings.get('host')]).map((text) => readHostTarget(text, source))
  const urls = targets.map(({ address }) => parseHost(address).url)
  const twice = urls.find((url, at) => urls.indexOf(url) !== at)
  if (twice !== undefined) {
    throw new UsageError(`${source} names ${twice} twice.`, {
      fix: 'Name each host once; how many samples it draws at once is said by ,slots=NUMBER behind it.',
    })
  }
  return { targets, from: source }
}

/** How many samples a host draws at once: as it says itself, else as the settings say of every host. */
export function slotsOfHost({ slots }: HostTarget, settings: Pick<RunSettings, 'get'>): number {
  return slots ?? settings.get('slots')
}

/** How many samples are drawn at once on all hosts that the settings name. */
export function slotsInAll(settings: Pick<RunSettings, 'get' | 'maybe' | 'origins'>): number {
  return hostTargets(settings).targets.reduce((sum, target) => sum + slotsOfHost(target, settings), 0)
}

/** A flag is stronger than a variable, and that than everything else. */
function strength(name: SettingName, from: string): number {
  if (from === settingRules[name].flag) return 2
  return settingRules[name].variables.includes(from) ? 1 : 0
}

import { readHostTarget } from '../config/host-target.ts'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { HostsWish } from './hosts-wish.ts'
import type { OpenOptions } from './options.ts'

/**
 * Where the samples of a caller of the library are drawn.
 *
 * @param slots - Samples drawn at once on each of several hosts that says nothing of its own.
 * @throws UsageError for what is no host.
 */
export function hostsOfOptions(
  { host = '', hosts, headers, ca, mixedVersions, hostTimeoutMs }: OpenOptions,
  slots = 1,
): HostsWish {
  if (hosts !== undefined && !Array.isArray(hosts))
    throw new UsageError('hosts is no list.', { fix: 'Give a list of addresses, or one address as host.' })
  return {
    targets: hosts === undefined ? [{ address: host }] : hosts.map((text) => readHostTarget(text, 'hosts')),
    slots,
    ...defined({ mixedVersions, hostTimeoutMs }),
    access: defined({ headers, ca }),
  }
}

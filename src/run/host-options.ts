import { readHostTarget } from '../config/host-target.ts'
import { defined } from '../ground/defined.ts'
import type { HostsWish } from './open-hosts.ts'
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
  return {
    targets: hosts === undefined ? [{ address: host }] : hosts.map((text) => readHostTarget(text, 'hosts')),
    slots,
    ...defined({ mixedVersions, hostTimeoutMs }),
    access: defined({ headers, ca }),
  }
}

import type { HostTarget } from '../config/host-target.ts'
import type { HostAccess } from '../runtime/access.ts'

/** Where samples are drawn. */
export interface HostsWish {
  /** One at least. */
  readonly targets: readonly HostTarget[]
  /** Samples drawn at once on a host that says nothing of its own. */
  readonly slots: number
  /** What is sent along to hosts that were named, and whom to trust. */
  readonly access?: HostAccess | undefined
  /** Let hosts of several versions draw one run. */
  readonly mixedVersions?: boolean | undefined
  /** How long a sample waits while no host is there, in milliseconds. */
  readonly hostTimeoutMs?: number | undefined
}

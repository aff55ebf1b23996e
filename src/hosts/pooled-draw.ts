import { drawOfNothing } from '../sample/drawer.ts'
import type { ForcedDraw } from '../sample/force.ts'
import type { PoolResult } from './host-pool.ts'
import type { PooledHost } from './pooled-host.ts'

/** The result of the pool as the end of a sample. */
export function asForced(result: PoolResult, hosts: readonly PooledHost[]): ForcedDraw {
  switch (result.type) {
    case 'cancelled':
      return {
        draw: { ...drawOfNothing({ type: 'cancelled', why: result.why }), unsent: true },
        forced: false,
      }
    case 'gone':
      return {
        draw: { ...drawOfNothing({ type: 'cancelled', why: result.why }), unsent: true },
        ...{ forced: false, gone: result.why },
      }
    case 'condemned': {
      const message = `runtime-error: the sample broke on several hosts that went on serving others (${result.why})`
      return { draw: drawOfNothing({ type: 'failed', code: 'runtime-error', message }), forced: false }
    }
    case 'drawn': {
      const { drawn, again, waitedMs } = result
      const host = hosts[result.host]
      const place = {
        ...{ host: host?.driver.host ?? '', runtimeVersion: host?.model?.runtimeVersion ?? '' },
        waitedMs,
      }
      return again ? { ...brokenOff(drawn), place, again } : { ...drawn, place }
    }
  }
}

/** A sample that broke with its host: silence that a guard ended is the host's, and no ending of the sample. */
function brokenOff({ draw }: ForcedDraw): ForcedDraw {
  const { end } = draw
  if (end.type !== 'tripped') return { draw, forced: false }
  const message = `reset: nothing came any more (${end.guard}: ${end.detail})`
  return { draw: { ...draw, end: { type: 'failed', code: 'reset', message } }, forced: false }
}

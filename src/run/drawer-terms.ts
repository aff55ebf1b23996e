import { defined } from '../ground/defined.ts'
import type { DrawerPlan } from '../sample/drawer.ts'
import { jitter } from './chance.ts'
import type { RunWork } from './run.ts'

/** How the samples of a run are drawn, as its manifest says; the request differs by problem. */
export function drawerTerms({
  model,
  store,
  world,
}: Pick<RunWork, 'model' | 'store' | 'world'>): Omit<DrawerPlan, 'request'> {
  const { limits, onTrip, maxAttempts } = store.manifest
  return {
    limits,
    onTrip,
    model,
    clock: world.clock,
    random: jitter,
    ...defined({ maxAttempts, signal: world.signal }),
  }
}

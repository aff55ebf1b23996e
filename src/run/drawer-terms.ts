import { defined } from '../ground/defined.ts'
import type { DrawTerms } from '../hosts/executor.ts'
import { expectsThinking } from '../sample/drawer.ts'
import { jitter } from './chance.ts'
import { requestOf } from './new-manifest.ts'
import type { NoticeWeight, RunWork } from './run.ts'

/** How the samples of a run are drawn, as its manifest says; the request differs by problem. */
export function drawerTerms(
  { model, store, world }: Pick<RunWork, 'model' | 'store' | 'world'>,
  onNotice: ((text: string, weight: NoticeWeight) => void) | undefined,
): DrawTerms {
  const { limits, onTrip, maxAttempts } = store.manifest
  return {
    limits,
    onTrip,
    thinks: expectsThinking({ request: requestOf(store.manifest, model.name), model }),
    clock: world.clock,
    random: jitter,
    onNotice: (text) => onNotice?.(text, 'warning'),
    ...defined({ maxAttempts, signal: world.signal }),
  }
}

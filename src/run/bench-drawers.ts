import { dirname } from 'node:path'
import type { DrawRequest, Message } from '../runtime/driver.ts'
import type { Drawer } from '../sample/drawer.ts'
import { drawerTerms } from './drawer-terms.ts'
import { readImages } from './images.ts'
import { lastFew } from './last-few.ts'
import { requestOf } from './new-manifest.ts'
import type { BenchWork } from './opened-bench.ts'
import type { NoticeWeight } from './run.ts'

/** Stands in the recorded request where the text of a problem goes. */
export const problemPlace = '{{problem}}'

/** The request of one problem but for its seed. */
export async function requestFor(
  id: string,
  { store, prompts, model }: Pick<BenchWork, 'store' | 'prompts' | 'model'>,
): Promise<DrawRequest> {
  const { manifest } = store
  const request = requestOf(manifest, model.name)
  const paths = prompts.problem(id)?.images ?? []
  const images = await readImages(paths, dirname(manifest.dataset?.path ?? ''))
  const filled = (message: Message): Message => ({
    ...message,
    content: message.content.replace(problemPlace, () => prompts.text(id)),
    ...(message.role === 'user' && images.length > 0 ? { images } : {}),
  })
  return { ...request, messages: request.messages.map(filled) }
}

/** The drawers of an experiment, by the id of a problem; those of the last few problems are kept. */
export function benchDrawers(
  work: BenchWork,
  onNotice: ((text: string, weight: NoticeWeight) => void) | undefined,
): (id: string) => Promise<Drawer> {
  const drawerFor = work.executor.open(drawerTerms(work, onNotice))
  return lastFew(work.store.manifest.slots + 2, async (id: string) => drawerFor(await requestFor(id, work)))
}

import { dirname } from 'node:path'
import type { Drawer, DrawRequest, Driver, OpenRun, PreparedModel, ProblemPrompts } from '../../index.ts'
import { PromptProbe } from '../../sample/prompt-probe.ts'
import type { CommandContext } from '../command.ts'
import { readImages } from '../draw/prompt.ts'
import { lastFew } from './last-few.ts'

/** Stands in the recorded request where the text of a problem goes. */
export const problemPlace = '{{problem}}'

/** What the samples of an experiment are drawn from. */
interface BenchSource {
  readonly run: OpenRun
  readonly prompts: ProblemPrompts
  readonly driver: Driver
  readonly model: PreparedModel
}

/** The requests and the drawers of an experiment, by the id of a problem; drawers of the last few problems are kept. */
export function benchDrawers(
  magi: typeof import('../../index.ts'),
  { run, prompts, driver, model }: BenchSource,
  { cli, stop, terminal }: CommandContext,
): { request(id: string): Promise<DrawRequest>; drawer(id: string): Promise<Drawer> } {
  const { manifest } = run
  const datasetFolder = dirname(manifest.dataset?.path ?? cli.cwd)
  const request = async (id: string): Promise<DrawRequest> => {
    const images = await readImages(prompts.problem(id)?.images ?? [], datasetFolder)
    const messages = (manifest.request.messages as unknown as DrawRequest['messages']).map((message) => ({
      ...message,
      content: message.content.replace(problemPlace, () => prompts.text(id)),
      ...(message.role === 'user' && images.length > 0 ? { images } : {}),
    }))
    return {
      ...manifest.request,
      model: model.name,
      keepAlive: manifest.keepAlive,
      messages,
    } as unknown as DrawRequest
  }
  const watch = new magi.ModelWatch(driver, {
    model,
    clock: cli.clock,
    onNotice: (text) => terminal.warn(text),
  })
  const probe = new PromptProbe(driver, model)
  const drawer = lastFew(manifest.slots + 2, async (id: string) =>
    magi.openDrawer(driver, {
      request: await request(id),
      limits: manifest.limits,
      onTrip: manifest.onTrip,
      ...(manifest.maxAttempts === undefined ? {} : { maxAttempts: manifest.maxAttempts }),
      model,
      clock: cli.clock,
      random: Math.random,
      signal: stop,
      watch,
      probe,
    }),
  )
  return { request, drawer }
}

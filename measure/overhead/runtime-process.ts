import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Load } from './sample-lines.ts'
import type { Order, Seen } from './scripted-runtime.ts'

/** The scripted runtime, in a process of its own. */
export interface RuntimeProcess {
  readonly host: string
  /** Plays another load from now on, and forgets what was seen. */
  play(load: Load): Promise<void>
  /** What was seen since the last `play`. */
  report(): Promise<Seen>
  stop(): void
}

/** Starts the scripted runtime. */
export async function startRuntime(): Promise<RuntimeProcess> {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const child = fork(fileURLToPath(new URL(`./scripted-runtime.${ending}`, import.meta.url)))
  const answer = async () => (await once(child, 'message'))[0] as unknown
  const ask = (order: Order) => {
    const answered = answer()
    child.send(order)
    return answered
  }
  return {
    host: (await answer()) as string,
    play: async (load) => void (await ask({ type: 'play', load })),
    report: async () => (await ask({ type: 'report' })) as Seen,
    stop: () => child.disconnect(),
  }
}

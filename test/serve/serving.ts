import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/ground/clock.ts'
import { type Served, type ServeOptions, startServe } from '../../src/serve/serve.ts'
import { stateFolder } from '../support/recorded-run.ts'
import type { Handler } from '../support/scripted-ollama.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import type { Reply } from '../support/scripted-reply.ts'

/** An endpoint before a scripted runtime, both closed after the test. */
export interface Serving {
  readonly served: Served
  readonly ollama: ScriptedOllama
  readonly address: string
  readonly runs: string
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
}

/** The seed of the first sample of every vote in these tests. */
export const seed = 100

export async function serving(
  draws: readonly (Reply | Handler)[] = [],
  {
    flags = {},
    ...options
  }: Partial<ServeOptions> & { readonly flags?: Readonly<Record<string, unknown>> } = {},
): Promise<Serving> {
  const ollama = await ScriptedOllama.start(...draws)
  const { runs } = await stateFolder()
  const slots = options.slots ?? 2
  const served = await startServe({
    listen: { host: '127.0.0.1', port: 0 },
    where: { targets: [{ address: ollama.host }], slots: 1 },
    allowRemote: false,
    slots,
    sources: {
      flags: { host: ollama.host, seed, slots, ...flags },
      options: {},
      environment: {},
      files: {},
      folders: [],
    },
    runsFolder: runs,
    keepRuns: 200,
    commandLine: 'magi serve',
    clock: systemClock,
    onFault: (thrown) => process.stderr.write(`${thrown instanceof Error ? thrown.stack : thrown}\n`),
    ...options,
  })
  onTestFinished(async () => {
    await served.close()
    await ollama.close()
  })
  const { address } = served
  return {
    ...{ served, ollama, address, runs },
    post: (path, body, headers = {}) =>
      fetch(`${address}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  }
}

/** The data of a stream of events, as text. */
export function eventData(text: string): string[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''))
}

/** The objects of a stream of lines. */
export function lines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

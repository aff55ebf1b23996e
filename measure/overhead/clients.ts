import { magiBin, runNode, script, type Taken } from './client-process.ts'
import type { RuntimeProcess } from './runtime-process.ts'
import { type Load, slotCount } from './sample-lines.ts'
import { idleShare } from './slot-idle.ts'

/** Samples of every run but for the start-up. */
export const sampleCount = 32

/** What one client did with one load. */
export interface Run extends Taken {
  /** Idle share of the runtime's slots; only telling where the load is paced. */
  readonly idle: number
  /** Time of each sample as the client saw it; only of the floor. */
  readonly sampleMs: readonly number[]
}

/** A client that draws all samples from a host, and tells how many tokens it read. */
interface Client {
  readonly args: (host: string) => string[]
  readonly read: (stdout: string) => { readonly tokens: number; readonly sampleMs?: readonly number[] }
}

const magiArgs = (host: string, samples: number) => [
  magiBin,
  ...['vote', 'What is 6 x 7?', '-n', String(samples), '--rule', 'all', '--slots', String(slotCount)],
  ...['--json', '--host', host],
]
const scriptArgs = (name: string) => (host: string) => [
  script(name),
  host,
  String(sampleCount),
  String(slotCount),
]

/** Who is compared. Magi is the real program: guards, journal and vote on, output by the line. */
export const clients = {
  floor: { args: scriptArgs('floor-client'), read: JSON.parse },
  peer: { args: scriptArgs('peer-client'), read: JSON.parse },
  magi: {
    args: (host) => magiArgs(host, sampleCount),
    read: (stdout) => ({ tokens: (JSON.parse(stdout) as { tokens: { output: number } }).tokens.output }),
  },
} as const satisfies Readonly<Record<string, Client>>

export type ClientName = keyof typeof clients

/**
 * Lets one client draw all samples of a load.
 *
 * @throws Error where it did not read every token: what skips work is not compared.
 */
export async function runClient(name: ClientName, load: Load, runtime: RuntimeProcess): Promise<Run> {
  await runtime.play(load)
  const client: Client = clients[name]
  const taken = await runNode(client.args(runtime.host))
  const { tokens, sampleMs = [] } = client.read(taken.stdout)
  const { draws } = await runtime.report()
  if (draws.length !== sampleCount || tokens !== sampleCount * load.tokens) {
    throw new Error(`${name} read ${tokens} tokens in ${draws.length} draws.`)
  }
  return { ...taken, sampleMs, idle: idleShare(draws, slotCount) }
}

/** Times of one start: an empty Node, `magi --version`, and the first requests of a vote, in milliseconds. */
export interface Start {
  readonly nodeMs: number
  readonly versionMs: number
  /** From the start of the process to its first request, whatever it asks. */
  readonly firstRequestMs: number
  /** From the start of the process to its first request for a sample. */
  readonly firstDrawMs: number
}

/** Starts each once. */
export async function runStarts(runtime: RuntimeProcess): Promise<Start> {
  const plain = { usage: false }
  const node = await runNode(['-e', '0'], plain)
  const version = await runNode([magiBin, '--version'], plain)
  await runtime.play({ tokens: 16 })
  const vote = await runNode(magiArgs(runtime.host, 1), plain)
  const { firstRequestAtMs = Number.NaN, firstDrawAtMs = Number.NaN } = await runtime.report()
  return {
    nodeMs: node.wallMs,
    versionMs: version.wallMs,
    firstRequestMs: firstRequestAtMs - vote.startedAtMs,
    firstDrawMs: firstDrawAtMs - vote.startedAtMs,
  }
}

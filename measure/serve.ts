import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from '../src/ground/errors.ts'
import { magiBin } from './overhead/client-process.ts'
import { type RuntimeProcess, startRuntime } from './overhead/runtime-process.ts'
import { slotCount } from './overhead/sample-lines.ts'
import { idleShare } from './overhead/slot-idle.ts'
import { ask } from './serve/asking.ts'
import { type ServerProcess, scriptHere, startServer } from './serve/server-process.ts'
import { median } from './support/median.ts'
import { mean, print, printTable } from './support/table.ts'

const model = 'magistral:24b'
const clients = 64
/** Samples of a vote, all of which are drawn. */
const samples = 2
/** The heap is looked at after so many votes first. */
const warmVotes = 100
const voteLoad = { tokens: 200, paceMs: 2 }
const longLoad = { tokens: 8_000 }
/** Answers that are passed on in a round, four at once, and rounds; the first one of each server warms it up. */
const passed = 40
const rounds = 6
/** Answers whose first part is timed, one after the other, by each way in turn. */
const timed = 150
const firstLoad = { tokens: 8, paceMs: 2 }

/**
 * `magi serve` under load: the built program in a process of its own, before a scripted runtime in another.
 *
 * @param args - `--votes N` (default 1,000).
 */
export async function run(args: string[]): Promise<void> {
  const votes = readArgs(args)
  const folder = await mkdtemp(join(tmpdir(), 'magi-serve-'))
  const load = loadavg()[0]?.toFixed(1)
  const runtime = await startRuntime()
  const servers: ServerProcess[] = []
  const start = async (...command: string[]) => {
    const server = await startServer(command, folder)
    servers.push(server)
    return server
  }
  try {
    const endpoint = await start(
      ...[magiBin, 'serve', '--listen', '127.0.0.1:0', '--host', runtime.host],
      ...['--slots', String(slotCount), '--rule', 'all'],
    )
    const proxy = await start(scriptHere('plain-proxy'), runtime.host)
    const firstParts = await timeFirstParts(runtime, proxy, endpoint)
    const cpu = await comparePassing(runtime, proxy, endpoint)
    const crowd = await crowdOf(votes, runtime, endpoint)
    print(
      `${clients} clients over ${slotCount} slots, ${votes} votes of ${samples} samples of ${voteLoad.tokens} tokens at ${voteLoad.paceMs} ms; scripted runtime (*simulated*).`,
    )
    print(
      `The program in a process of its own (*measured*); Node ${process.version}, ${cpus().length} cores, load ${load} before and ${loadavg()[0]?.toFixed(1)} after.`,
    )
    print()
    printTable(
      ['figure', 'asked', 'measured'],
      [
        ['largest mean wait of a client / mean of all', '≤ 2', crowd.unfairness.toFixed(2)],
        ['idle slots, %', '≤ 1', (100 * crowd.idle).toFixed(2)],
        [`heap from ${warmVotes} to ${votes} votes, MB`, '± 20', signed(crowd.heapGrowthMb)],
        [
          'CPU a token passed on / plain node:http proxy',
          '≤ 1.5',
          `${cpu.ratio.toFixed(2)} (${cpu.endpointUs.toFixed(2)} / ${cpu.proxyUs.toFixed(2)} µs)`,
        ],
        ['added time to the first part, median ms', '≤ 5', firstParts.added.toFixed(2)],
        ['· of that a plain node:http proxy', '', firstParts.proxy.toFixed(2)],
        ['· to the first chunk of a vote, ms', '', firstParts.vote.toFixed(2)],
      ],
    )
  } finally {
    for (const server of servers) await server.stop()
    runtime.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function readArgs(args: string[]): number {
  const { values } = parseArgs({ args, options: { votes: { type: 'string', default: '1000' } } })
  const votes = Number(values.votes)
  if (Number.isSafeInteger(votes) && votes > warmVotes) return votes
  throw new UsageError(`--votes is "${values.votes}".`, { fix: `Give it more than ${warmVotes}.` })
}

/** Clients that each ask again as soon as they have their answer. */
async function crowdOf(votes: number, runtime: RuntimeProcess, endpoint: ServerProcess) {
  await runtime.play(voteLoad)
  await ask(endpoint.address, `${model}-vote${samples}`)
  const waits = new Map<string, number[]>()
  let begun = 0
  const voting = async (client: string, until: number) => {
    while (begun < until) {
      begun += 1
      const { status, wholeMs, body } = await ask(endpoint.address, `${model}-vote${samples}`, client)
      if (status !== 200 || !body.includes('"type":"won"')) throw new Error(`${status}: ${body.slice(-400)}`)
      waits.set(client, [...(waits.get(client) ?? []), wholeMs])
      if (begun % warmVotes === 0) process.stderr.write(`votes ${begun}/${votes}\n`)
    }
  }
  const all = async (until: number) => {
    await Promise.all(Array.from({ length: clients }, (_, at) => voting(`client-${at}`, until)))
  }
  await all(warmVotes)
  const before = await endpoint.used('heapMb')
  waits.clear()
  await runtime.play(voteLoad)
  await all(votes)
  const { draws } = await runtime.report()
  const after = await endpoint.used('heapMb')
  const means = [...waits.values()].map((each) => mean(each) ?? 0)
  return {
    unfairness: Math.max(...means) / (mean([...waits.values()].flat()) ?? 0),
    idle: idleShare(fullyUsed(draws), slotCount),
    heapGrowthMb: after - before,
  }
}

/** Draws but for the last wave, in which there are fewer clients left than slots. */
function fullyUsed<T extends { readonly startMs: number }>(draws: readonly T[]): readonly T[] {
  return draws.toSorted((a, b) => a.startMs - b.startMs).slice(0, -2 * slotCount)
}

/** What passing a token on costs, beside the least that could pass it on: medians of rounds in which both took turns. */
async function comparePassing(runtime: RuntimeProcess, proxy: ServerProcess, endpoint: ServerProcess) {
  await runtime.play(longLoad)
  const costs = new Map<ServerProcess, number[]>([
    [proxy, []],
    [endpoint, []],
  ])
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(`passing on ${round}/${rounds}\n`)
    for (const [server, each] of costs) {
      const before = await server.used('cpuMs')
      const lane = async () => {
        for (let asked = 0; asked < passed / slotCount; asked++) await ask(server.address, model)
      }
      await Promise.all(Array.from({ length: slotCount }, lane))
      const after = await server.used('cpuMs')
      if (round > 0) each.push((1_000 * (after - before)) / (passed * longLoad.tokens))
    }
  }
  const [proxyUs, endpointUs] = [median(costs.get(proxy) ?? []), median(costs.get(endpoint) ?? [])]
  return { proxyUs, endpointUs, ratio: endpointUs / proxyUs }
}

/** How much later the first part comes than without anything between. */
async function timeFirstParts(runtime: RuntimeProcess, proxy: ServerProcess, endpoint: ServerProcess) {
  await runtime.play(firstLoad)
  const ways = {
    direct: [runtime.host, model],
    proxy: [proxy.address, model],
    endpoint: [endpoint.address, model],
    vote: [endpoint.address, `${model}-vote1`],
  } as const satisfies Record<string, readonly [address: string, model: string]>
  const names = Object.keys(ways) as (keyof typeof ways)[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]]))
  for (let asked = 0; asked < timed; asked++) {
    for (const name of names) times[name]?.push((await ask(ways[name][0], ways[name][1])).firstMs)
  }
  const of = (name: keyof typeof ways) => median(times[name] ?? [])
  return { added: of('endpoint') - of('direct'), proxy: of('proxy') - of('direct'), vote: of('vote') }
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(1)}`
}

import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { UsageError } from '../src/ground/errors.ts'
import {
  type ClientName,
  type Run,
  runClient,
  runStarts,
  type Start,
  sampleCount,
} from './overhead/clients.ts'
import {
  type Figure,
  figureRow,
  fullFigures,
  memoryFigures,
  pacedFigures,
  type Rounds,
  startFigures,
} from './overhead/figures.ts'
import { type RuntimeProcess, startRuntime } from './overhead/runtime-process.ts'
import type { Load } from './overhead/sample-lines.ts'
import { median } from './support/median.ts'
import { print, printTable } from './support/table.ts'

const paced: Load = { tokens: 400, paceMs: 2 }
const full: Load = { tokens: 8_000 }
const short: Load = { tokens: 800 }

/** Starts are short, so there are more of them in each round. */
const startsInRound = 5

const all: readonly ClientName[] = ['floor', 'peer', 'magi']
const parts = ['start', 'paced', 'full'] as const

/**
 * What Magi costs beside the model: a scripted runtime on loopback in a process of its own, and clients in theirs, taking turns: the floor (a
 * bare `node:http` reader), the peer (`ollama` + `p-limit`) and the real `magi vote`.
 *
 * @param args - `--runs N` rounds (default 3); `--only start|paced|full` for a part of it.
 */
export async function run(args: string[]): Promise<void> {
  const { runs, only } = readArgs(args)
  const asked = (part: (typeof parts)[number]) => only === undefined || only === part
  const load = loadavg()[0]?.toFixed(1)
  const runtime = await startRuntime()
  const figures: Figure[] = []
  const tables: (() => void)[] = []
  try {
    if (asked('start')) {
      const starts = await inRounds(runs * startsInRound, () => runStarts(runtime), 'start')
      figures.push(...startFigures(starts))
      tables.push(() => printStarts(starts))
    }
    if (asked('paced')) {
      const rounds = await inRounds(runs, () => takeTurns(all, paced, runtime), 'paced')
      figures.unshift(...pacedFigures(rounds))
      tables.push(() => printRounds('400 tokens at 2 ms, a line a write', paced, rounds))
    }
    if (asked('full')) {
      const long = await inRounds(runs, () => takeTurns(all, full, runtime), 'full')
      const small = await inRounds(runs, () => takeTurns(['magi'], short, runtime), 'short')
      figures.push(...fullFigures(long), ...memoryFigures(long, small))
      tables.push(() => printRounds('8,000 tokens as fast as they are read, 64 lines a write', full, long))
      tables.push(() => printRounds('800 tokens, the same', short, small))
    }
  } finally {
    runtime.stop()
  }
  print(
    `${sampleCount} samples, 4 slots; medians of ${runs} rounds in which the clients took turns (*measured*).`,
  )
  print(
    `Node ${process.version}, ${cpus().length} cores, load ${load} before and ${loadavg()[0]?.toFixed(1)} after.`,
  )
  print('CPU and memory: each process’s own getrusage at exit, start-up included.')
  print()
  printTable(['figure', 'asked', 'measured', ''], figures.map(figureRow))
  for (const table of tables) table()
}

function readArgs(args: string[]): { runs: number; only: string | undefined } {
  const { values } = parseArgs({
    args,
    options: { runs: { type: 'string', default: '3' }, only: { type: 'string' } },
  })
  const { runs, only } = values
  if (!/^[1-9]\d*$/.test(runs))
    throw new UsageError(`--runs is "${runs}".`, { fix: 'Give it a whole number.' })
  if (only !== undefined && !parts.some((part) => part === only)) {
    throw new UsageError(`--only is "${only}".`, { fix: `Use one of: ${parts.join(', ')}.` })
  }
  return { runs: Number(runs), only }
}

async function inRounds<T>(rounds: number, round: () => Promise<T>, what: string): Promise<T[]> {
  const results: T[] = []
  for (let done = 0; done < rounds; done++) {
    process.stderr.write(`${what} ${done + 1}/${rounds}\n`)
    results.push(await round())
  }
  return results
}

async function takeTurns(
  names: readonly ClientName[],
  load: Load,
  runtime: RuntimeProcess,
): Promise<Partial<Record<ClientName, Run>>> {
  const round: Partial<Record<ClientName, Run>> = {}
  for (const name of names) round[name] = await runClient(name, load, runtime)
  return round
}

function printStarts(starts: readonly Start[]): void {
  print()
  print(`Start: medians of ${starts.length} starts, ms of wall`)
  print()
  const row = (what: string, of: (start: Start) => number) => [what, median(starts.map(of)).toFixed(0)]
  printTable(
    ['process', 'ms'],
    [
      row('node -e 0', ({ nodeMs }) => nodeMs),
      row('magi --version', ({ versionMs }) => versionMs),
      row('magi vote, to its first request', ({ firstRequestMs }) => firstRequestMs),
      row('magi vote, to its first request for a sample', ({ firstDrawMs }) => firstDrawMs),
    ],
  )
}

function printRounds(title: string, { tokens, paceMs }: Load, rounds: Rounds): void {
  print()
  print(title)
  print()
  const names = all.filter((name) => rounds.some((round) => round[name] !== undefined))
  const rows = names.map((name) => {
    const of = (value: (run: Run) => number) =>
      median(rounds.flatMap((round) => (round[name] === undefined ? [] : [value(round[name])])))
    const cpuMs = of((run) => run.cpuMs)
    return [
      name === 'floor' ? 'floor (node:http)' : name === 'peer' ? 'peer (ollama + p-limit)' : 'magi vote',
      (of((run) => run.wallMs) / 1_000).toFixed(2),
      (cpuMs / 1_000).toFixed(2),
      ((1_000 * cpuMs) / (sampleCount * tokens)).toFixed(2),
      of((run) => run.peakMb).toFixed(0),
      paceMs === undefined ? '–' : (100 * of((run) => run.idle)).toFixed(2),
    ]
  })
  printTable(['client', 'wall s', 'CPU s', 'CPU µs a token', 'peak MB', 'slot idle %'], rows)
}

import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type LoopSettings, loopDefaults, type NothingNewSettings } from '../src/guard/loop-settings.ts'
import { findLoop } from '../src/guard/thinking-loop.ts'
import { printRecordedLoops } from './support/recorded-loops.ts'

/** Where the recorded chains lie beside the project; they are no part of it. */
const chainsBeside = '../shared/traces/chains-math500.jsonl.gz'
/** How often each problem stands in that file: its `problem` counts the samples of all problems through, problem by problem. */
const samplesPerProblem = 16
/** A token of the recorded model is about four characters of English and LaTeX. */
const charsPerToken = 4

interface Chain {
  readonly problem: number | string
  readonly finished: boolean
  readonly text: string
}

interface Reading {
  /** Where each chain tripped, in characters; -1 for none. */
  readonly trips: readonly number[]
  readonly cpuMs: number
  readonly charsRead: number
}

const print = (line: string) => process.stdout.write(`${line}\n`)
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`

/**
 * The loop guard on recorded chains: caught, false alarms, share of the chain saved, cost; each signal alone and both. Then on
 * recorded streams of a real runtime that ran in a loop.
 *
 * @param args - `[FILE]` JSON Lines with `text`, `finished` and `problem`, gzipped or not; `--cross` also chooses the settings
 *   on half of the problems and checks them on the other half (some minutes).
 */
export async function run(args: string[]): Promise<void> {
  const path = args.find((arg) => !arg.startsWith('--')) ?? chainsBeside
  if (!existsSync(path)) {
    print(`no chains at ${path}: name a file of {"text","finished","problem"} lines`)
    return
  }
  const chains = readChains(path, path === chainsBeside ? samplesPerProblem : 1)
  const runaways = chains.filter((chain) => !chain.finished).length
  print(`measured on ${path}: ${runaways} chains that ran away, ${chains.length - runaways} that finished\n`)
  print('| signal | caught | false alarms | median share saved | run-away text saved | µs / 1,000 tokens |')
  print('|---|---|---|---|---|---|')
  const { thinking, answer } = loopDefaults
  const rows: [string, LoopSettings][] = [
    ['exact period', { ...thinking, nothingNew: false }],
    ['nothing new', { ...thinking, period: false }],
    ['both (thinking)', thinking],
    ['both (answer)', answer],
  ]
  for (const [name, settings] of rows) printRow(name, chains, read(chains, settings))
  const both = read(chains, thinking)
  const problems = [...new Set(chains.map(({ problem }) => problem))]
  for (const rest of [0, 1]) {
    const half = chains.flatMap(({ problem }, i) => (problems.indexOf(problem) % 2 === rest ? [i] : []))
    printRow(`both, ${rest === 0 ? 'one' : 'other'} half of the problems`, pick(chains, half), {
      ...both,
      trips: pick(both.trips, half),
    })
  }
  print('\nnothing new, other shares of old words:\n')
  print('| share | caught | false alarms | median share saved | run-away text saved | µs / 1,000 tokens |')
  print('|---|---|---|---|---|---|')
  for (const share of [0.5, 0.55, 0.6, 0.7, 0.8, 0.9]) {
    const nothingNew = { ...thinking.nothingNew, share }
    printRow(`${share}`, chains, read(chains, { period: false, nothingNew }))
  }
  await printRecordedLoops()
  if (args.includes('--cross')) crossValidate(chains)
}

/** @param samples - How many numbers in a row are one problem. */
function readChains(path: string, samples: number): Chain[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Chain)
    .map((chain) => {
      const { problem } = chain
      return typeof problem === 'number' ? { ...chain, problem: Math.floor(problem / samples) } : chain
    })
}

function read(chains: readonly Chain[], settings: LoopSettings): Reading {
  const before = process.cpuUsage()
  let charsRead = 0
  const trips = chains.map(({ text }) => {
    const verdict = findLoop(text, settings)
    charsRead += verdict.tripped ? verdict.atChars : text.length
    return verdict.tripped ? verdict.atChars : -1
  })
  const { user, system } = process.cpuUsage(before)
  return { trips, cpuMs: (user + system) / 1_000, charsRead }
}

function printRow(name: string, chains: readonly Chain[], { trips, cpuMs, charsRead }: Reading): void {
  const { caught, runaways, falseAlarms, finished, saved, savedChars, runawayChars } = score(chains, trips)
  const cost = (cpuMs * 1_000 * 1_000 * charsPerToken) / charsRead
  print(
    `| ${name} | ${caught} of ${runaways} (${percent(caught, runaways)}) | ${falseAlarms} of ${finished} | ` +
      `${percent(saved, 1)} | ${percent(savedChars, runawayChars)} | ${cost.toFixed(0)} |`,
  )
}

function score(chains: readonly Chain[], trips: readonly number[]) {
  const shares: number[] = []
  let falseAlarms = 0
  let savedChars = 0
  let runawayChars = 0
  let finished = 0
  for (const [i, chain] of chains.entries()) {
    const trip = trips[i] ?? -1
    if (chain.finished) {
      finished++
      if (trip >= 0) falseAlarms++
      continue
    }
    runawayChars += chain.text.length
    if (trip < 0) continue
    shares.push(1 - trip / chain.text.length)
    savedChars += chain.text.length - trip
  }
  const saved = shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 0
  const runaways = chains.length - finished
  return { caught: shares.length, runaways, falseAlarms, finished, saved, savedChars, runawayChars }
}

const pick = <T>(list: readonly T[], places: readonly number[]): T[] =>
  places.flatMap((place) => list.slice(place, place + 1))

/** Chooses, on half of the problems, what catches most at no more than 1 % false alarms; counts on the other half. */
function crossValidate(chains: readonly Chain[]): void {
  const settings: NothingNewSettings[] = []
  for (const ngram of [8, 10, 12, 14])
    for (const words of [200, 250, 300])
      for (const share of [0.5, 0.6, 0.65, 0.7, 0.75, 0.8])
        settings.push({ ...loopDefaults.thinking.nothingNew, ngram, words, share })
  const readings = settings.map((nothingNew) => read(chains, { ...loopDefaults.thinking, nothingNew }).trips)
  const problems = [...new Set(chains.map((chain) => chain.problem))]
  const found: { caught: number; falseAlarms: number }[] = []
  let state = 1
  for (let round = 0; round < 40; round++) {
    const chosen = new Set(
      problems.filter(() => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        return state < 2 ** 31
      }),
    )
    const inside = chains.flatMap((chain, i) => (chosen.has(chain.problem) ? [i] : []))
    const outside = chains.flatMap((chain, i) => (chosen.has(chain.problem) ? [] : [i]))
    const scores = readings.map((trips) => score(pick(chains, inside), pick(trips, inside)))
    const allowed = scores.map((s) => (s.falseAlarms <= 0.01 * s.finished ? s.caught : -1))
    const trips = readings[allowed.indexOf(Math.max(...allowed))] ?? []
    const held = score(pick(chains, outside), pick(trips, outside))
    found.push({ caught: held.caught / held.runaways, falseAlarms: held.falseAlarms / held.finished })
  }
  const summary = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    return `${percent(mean, 1)} (standard deviation ${percent(spread, 1)})`
  }
  print(`\nchosen on half of the problems, counted on the other half, ${found.length} random halves:`)
  print(
    `caught ${summary(found.map((f) => f.caught))}, false alarms ${summary(found.map((f) => f.falseAlarms))}`,
  )
}

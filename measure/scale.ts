import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from '../src/ground/errors.ts'
import { measureLargeSet } from './scale/large-set.ts'
import { measureLargeVotes } from './scale/large-vote.ts'
import { type LongAnswers, startLongAnswers } from './scale/long-answers.ts'
import { measureManyRuns } from './scale/many-runs.ts'
import { type Watched, watch } from './scale/watched-process.ts'
import { print, printTable } from './support/table.ts'

/** Slots of the runs, and how many times fewer samples the small one has. */
const slots = 8
const fewer = 8

/** Seconds and megabytes that were asked for; a line each, in the order of the table. */
const asked: Readonly<Record<string, readonly [seconds: string, megabytes: string]>> = {
  bench: ['', ''],
  report: ['under 90', 'under 300'],
  'report --format html': ['', 'under 300'],
  'runs revote': ['', 'under 300'],
  'runs verify': ['', ''],
  'runs export': ['', ''],
  'bench --resume, to its first request': ['under 20', 'under 300'],
}

interface Size {
  readonly problems: number
  readonly samples: number
  readonly characters: number
}

/**
 * A large run, drawn by the real program from a scripted runtime, and killed at its last sample; then reported, voted again, verified, exported
 * and resumed. Beside it the same with an eighth of the samples, which says what grows with them. Then a set of very many problems, up to its first sample, and
 * votes of up to 100,000 samples beside a runtime that answers at once, and a list of 2,000 runs.
 *
 * @param args - `--problems`, `--samples` and `--kb` (of thinking in each sample): 500, 64 and 60; `--set` (problems of the large set): 200,000; `--quick`
 * for 50, 16, 60 and 20,000; `--only-set` for the large set alone, `--only-votes` for the large votes, `--only-runs` for the many runs; `--in FOLDER` for where the runs lie until the end.
 */
export async function run(args: string[]): Promise<void> {
  const { size, set, onlySet, onlyVotes, onlyRuns, mostSamples, runs, parent } = readArgs(args)
  const folder = await mkdtemp(join(parent, 'magi-scale-'))
  const runtime = await startLongAnswers(size.characters)
  const load = loadavg()[0]?.toFixed(1)
  try {
    if (onlySet) return await measureLargeSet(folder, set, runtime)
    if (onlyVotes) return await measureLargeVotes(folder, mostSamples)
    if (onlyRuns) return await measureManyRuns(folder, runs)
    const small = { ...size, samples: Math.max(2, Math.round(size.samples / fewer)) }
    const ofSmall = await measureRun(join(folder, 'small'), small, runtime)
    const ofLarge = await measureRun(join(folder, 'large'), size, runtime)
    print(
      `${size.problems} problems × ${size.samples} samples × ${size.characters / 1_000} kB from a scripted runtime, ${slots} slots (*simulated*); ` +
        `journal ${megabytes(ofLarge.journalBytes)} MB, page ${megabytes(ofLarge.pageBytes)} MB.`,
    )
    print(
      `The program in processes of its own (*measured*); Node ${process.version}, ${cpus().length} cores, load ${load} before and ${loadavg()[0]?.toFixed(1)} after.`,
    )
    print()
    printTable(
      ['', 'asked s', 'asked MB', 'seconds', 'CPU s', 'peak MB', `peak MB, ${small.samples} samples`],
      Object.entries(asked).map(([name, limits]) => {
        const [large, little] = [ofLarge.taken.get(name), ofSmall.taken.get(name)]
        const figures = [large?.seconds.toFixed(1), large?.cpuSeconds.toFixed(1), large?.peakMb.toFixed(0)]
        return [name, ...limits, ...figures.map((figure) => figure ?? '–'), little?.peakMb.toFixed(0) ?? '–']
      }),
    )
    print()
    await measureLargeSet(folder, set, runtime)
    print()
    await measureLargeVotes(folder, mostSamples)
    print()
    await measureManyRuns(folder, runs)
  } finally {
    await runtime.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface ScaleArgs {
  readonly size: Size
  readonly set: number
  readonly onlySet: boolean
  readonly onlyVotes: boolean
  readonly onlyRuns: boolean
  /** Of the largest vote. */
  readonly mostSamples: number
  /** Of the list. */
  readonly runs: number
  readonly parent: string
}

function readArgs(args: string[]): ScaleArgs {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      ...{ problems: text, samples: text, kb: text, set: text, in: text },
      ...{ quick: { type: 'boolean' }, 'only-set': { type: 'boolean' } },
      ...{ 'only-votes': { type: 'boolean' }, 'only-runs': { type: 'boolean' } },
    } as const,
  })
  const number = (name: 'problems' | 'samples' | 'kb' | 'set', otherwise: number) => {
    const value = Number(values[name] ?? otherwise)
    if (Number.isInteger(value) && value > 1) return value
    throw new UsageError(`--${name} is "${values[name]}".`, { fix: 'Give it a whole number from 2 on.' })
  }
  const [problems, samples, set] = values.quick ? [50, 16, 20_000] : [500, 64, 200_000]
  const size = {
    problems: number('problems', problems),
    samples: number('samples', samples),
    characters: 1_000 * number('kb', 60),
  }
  return {
    size,
    set: number('set', set),
    onlySet: values['only-set'] === true,
    onlyVotes: values['only-votes'] === true,
    onlyRuns: values['only-runs'] === true,
    mostSamples: values.quick ? 10_000 : 100_000,
    runs: values.quick ? 200 : 2_000,
    parent: values.in ?? tmpdir(),
  }
}

interface Measured {
  readonly taken: ReadonlyMap<string, Watched>
  readonly journalBytes: number
  readonly pageBytes: number
}

async function measureRun(folder: string, size: Size, runtime: LongAnswers): Promise<Measured> {
  const taken = new Map<string, Watched>()
  const measure = async (name: string, args: readonly string[], until?: Promise<void>) => {
    process.stderr.write(`${size.samples} samples: ${name}\n`)
    taken.set(name, await watch(args, { until }))
  }
  await mkdir(folder)
  const dataset = join(folder, 'set.jsonl')
  const sums = Array.from({ length: size.problems }, (_, at) => ({
    id: `p${at}`,
    prompt: `What is ${at} + ${at}?`,
    answer: String(2 * at),
  }))
  await writeFile(dataset, sums.map((problem) => `${JSON.stringify(problem)}\n`).join(''))
  const run = join(folder, 'run')
  const [all, one] = [size.problems * size.samples, 1]
  const draw = [
    '-n',
    String(size.samples),
    '--slots',
    String(slots),
    '--run-dir',
    run,
    '--max-tokens',
    '32000',
  ]
  const host = ['--host', runtime.host]
  await measure('bench', ['bench', dataset, ...draw, ...host], runtime.stallAt(all))
  const page = join(folder, 'page.html')
  await measure('report', ['report', run])
  await measure('report --format html', ['report', '--format', 'html', '--output', page, run])
  await measure('runs revote', ['runs', 'revote', run])
  await measure('runs verify', ['runs', 'verify', run])
  await measure('runs export', ['runs', 'export', run])
  await measure(
    'bench --resume, to its first request',
    ['bench', '--resume', run, ...host],
    runtime.stallAt(one),
  )
  const bytes = async (path: string) => (await stat(path)).size
  return { taken, journalBytes: await bytes(join(run, 'journal.jsonl')), pageBytes: await bytes(page) }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)
}

import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { readDataset } from '../../src/experiment/dataset/read-dataset.ts'
import { problemSeeds } from '../../src/sample/seeds.ts'
import { printTable } from '../support/table.ts'
import type { LongAnswers } from './long-answers.ts'
import { type Watched, watch } from './watched-process.ts'

/** How many times fewer problems the small set has: what grows with their number alone costs the same a problem in both. */
const fewer = 8

/** Seeds that each problem needs, as with the defaults of `magi bench`. */
const seedsEach = 128

interface SetFigures {
  /** Microseconds of CPU a problem. */
  readonly readingUs: number
  readonly seedsUs: number
  /** From the signal to the end of the reading. */
  readonly stopMs: number
  readonly bench: Watched
}

/**
 * Prints what a set of very many problems costs before its first sample: the reading and the seeds in this process, and the real program up to its
 * first request, beside a set of an eighth of it.
 */
export async function measureLargeSet(folder: string, problems: number, runtime: LongAnswers): Promise<void> {
  const small = await measureSet(folder, Math.round(problems / fewer), runtime)
  const large = await measureSet(folder, problems, runtime)
  const row = (name: string, asked: string, of: (figures: SetFigures) => number, digits = 1) => {
    const [one, other] = [of(large), of(small)]
    return [name, asked, one.toFixed(digits), other.toFixed(digits), (one / other).toFixed(2)]
  }
  printTable(
    ['', 'asked', `${problems} problems`, `${Math.round(problems / fewer)} problems`, 'ratio'],
    [
      row('reading, CPU µs a problem', 'ratio about 1', ({ readingUs }) => readingUs),
      row('seeds, CPU µs a problem', 'ratio about 1', ({ seedsUs }) => seedsUs),
      row('stop while reading, ms', 'under 1000', ({ stopMs }) => stopMs, 0),
      row('bench to its first request, s', 'under 3', ({ bench }) => bench.seconds),
      row('bench to its first request, CPU s', '', ({ bench }) => bench.cpuSeconds),
      row('bench to its first request, peak MB', 'under 500', ({ bench }) => bench.peakMb, 0),
    ],
  )
}

async function measureSet(folder: string, problems: number, runtime: LongAnswers): Promise<SetFigures> {
  process.stderr.write(`a set of ${problems} problems\n`)
  const path = join(folder, `set-${problems}.jsonl`)
  const file = createWriteStream(path)
  for (let at = 0; at < problems; at += 1) {
    const prompt = `What is ${at} + ${at}? It is written out here as long as such a problem usually is, in a sentence or two.`
    file.write(`${JSON.stringify({ id: `p${at}`, prompt, answer: String(2 * at) })}\n`)
  }
  await finished(file.end())
  let ids: string[] = []
  const reading = await cpuUs(async () => {
    ids = (await readDataset(path)).problems.map(({ id }) => id)
  })
  const seeds = await cpuUs(async () => void problemSeeds(1, ids, seedsEach))
  const run = join(folder, `run-${problems}`)
  const args = ['bench', path, '-n', '1', '--slots', '8', '--run-dir', run, '--host', runtime.host]
  return {
    readingUs: reading / problems,
    seedsUs: seeds / problems,
    stopMs: await stopMs(path),
    bench: await watch(args, { until: runtime.stallAt(1) }),
  }
}

/** CPU of this process, in microseconds. */
async function cpuUs(work: () => Promise<void>): Promise<number> {
  const begun = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begun)
  return user + system
}

/** How long a reading takes to end once it is told to, in the midst of its checking. */
async function stopMs(path: string): Promise<number> {
  const stop = new AbortController()
  let stoppedMs = 0
  const onProgress = ({ problems, records }: { readonly problems: number; readonly records: number }) => {
    if (stoppedMs > 0 || problems < records / 2) return
    stoppedMs = performance.now()
    stop.abort('interrupted')
  }
  await readDataset(path, { signal: stop.signal, onProgress }).catch(() => undefined)
  return performance.now() - stoppedMs
}

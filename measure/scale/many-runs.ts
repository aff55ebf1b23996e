import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printTable } from '../support/table.ts'
import { startLongAnswers } from './long-answers.ts'
import { type Watched, watch } from './watched-process.ts'

/** Runs of the small set: as many times fewer. */
const fewer = 8
/** Samples of each run, and characters of thinking in each sample. */
const [samples, characters] = [4, 2_000]

interface ManyFigures {
  /** With no summary kept beside any run. */
  readonly first: Watched
  readonly again: Watched
  readonly report: Watched
}

/**
 * Prints what a list of very many runs costs the first time and from then on, and one report of all of them, beside the same with an eighth of the runs.
 *
 * @param folder - Holds the runs until the end.
 */
export async function measureManyRuns(folder: string, runs: number): Promise<void> {
  const runtime = await startLongAnswers(characters)
  try {
    const drawn = join(folder, 'drawn')
    const draw = ['-n', `${samples}`, '--rule', 'all', '--run-dir', drawn, '--quiet', '--host', runtime.host]
    await watch(['vote', 'What is 21 + 21?', ...draw])
    const small = await measureRuns(join(folder, 'few'), drawn, Math.round(runs / fewer))
    const large = await measureRuns(join(folder, 'many'), drawn, runs)
    const row = (name: string, asked: string, of: (figures: ManyFigures) => Watched) => {
      const [one, other] = [of(large), of(small)]
      const growth = one.cpuSeconds / runs / (other.cpuSeconds / Math.round(runs / fewer))
      const figures = [one.seconds.toFixed(2), one.cpuSeconds.toFixed(2), other.cpuSeconds.toFixed(2)]
      return [name, asked, ...figures, growth.toFixed(2), one.peakMb.toFixed(0)]
    }
    printTable(
      [
        `${runs} runs`,
        'asked s',
        'seconds',
        'CPU s',
        `CPU s, ${Math.round(runs / fewer)} runs`,
        'growth a run',
        'peak MB',
      ],
      [
        row('runs list, the first time', '', ({ first }) => first),
        row('runs list, again', 'under 1', ({ again }) => again),
        row('report of all', '', ({ report }) => report),
      ],
    )
  } finally {
    await runtime.close()
  }
}

/** Copies the run with ids of their own, lists the copies twice and reports them. */
async function measureRuns(state: string, drawn: string, runs: number): Promise<ManyFigures> {
  process.stderr.write(`${runs} runs\n`)
  const parent = join(state, 'magi', 'runs')
  await mkdir(parent, { recursive: true })
  await rm(join(drawn, 'summary.json'), { force: true })
  const manifest = JSON.parse(await readFile(join(drawn, 'manifest.json'), 'utf8')) as { runId: string }
  const folders: string[] = []
  for (let at = 0; at < runs; at += 1) {
    // Ids begin with the time, to the second.
    const second = new Date(Date.UTC(2026, 0, 1) + at * 1_000).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const runId = `${second}-copy`
    const folder = join(parent, runId)
    await cp(drawn, folder, { recursive: true })
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, runId }))
    folders.push(folder)
  }
  const env = { XDG_STATE_HOME: state }
  const first = await watch(['runs', 'list'], { env })
  const again = await watch(['runs', 'list'], { env })
  const report = await watch(['report', ...folders], { env })
  return { first, again, report }
}

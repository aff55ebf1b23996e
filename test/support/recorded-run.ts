import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../../src/config/problem.ts'
import { datasetDigest } from '../../src/experiment/dataset/digest.ts'
import type { Manifest } from '../../src/journal/manifest.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { problemSeeds } from '../../src/sample/seeds.ts'
import { emptyFolder } from './folder.ts'
import { manifestOf } from './manifest.ts'
import { sampleOf } from './sample.ts'

/** An environment whose state folder is this test's alone. */
export async function stateFolder(): Promise<{ env: { XDG_STATE_HOME: string }; runs: string }> {
  const state = emptyFolder()
  const runs = join(state, 'magi', 'runs')
  await mkdir(runs, { recursive: true })
  return { env: { XDG_STATE_HOME: state }, runs }
}

/** What of a sample a test says: its answer alone, `null` for none, or more. */
export type Drawn = string | null | Partial<Sample>

/** A sample that says its answer in its text too. */
export function drawnSample(problem: string, index: number, seed: number, drawn: Drawn): Sample {
  const place = { key: `${problem}/${index}`, problem, index, seed, timing: { elapsedMs: 100 } }
  if (drawn === null)
    return sampleOf({ ...place, text: 'I cannot say.', answer: { type: 'none', reason: 'not-found' } })
  if (typeof drawn !== 'string') return sampleOf({ ...place, ...drawn })
  const answer = { type: 'found', value: drawn, kind: 'number', by: 'anchor' } as const
  return sampleOf({ ...place, text: `Final answer: ${drawn}`, answer })
}

/** Writes the folder of a vote as it was drawn, without a result. */
export async function recordVote(
  runs: string,
  drawn: readonly Drawn[],
  changes: Partial<Manifest> = {},
): Promise<string> {
  const manifest = manifestOf({ n: drawn.length, ...changes })
  const samples = drawn.map((each, index) => drawnSample('p1', index, manifest.seedBase + index, each))
  return writeRun(runs, manifest, samples)
}

/** Writes the folder of an experiment as it was drawn, without a result. */
export async function recordBench(
  runs: string,
  problems: readonly Problem[],
  drawn: Readonly<Record<string, readonly Drawn[]>>,
  changes: Partial<Manifest> = {},
): Promise<string> {
  const n = Math.max(...Object.values(drawn).map((each) => each.length))
  const manifest = manifestOf({
    ...{ command: 'bench', n, extendBy: n, rule: 'all', schedule: 'lookahead', tie: 'first' },
    dataset: {
      ...{ path: '/sets/small.jsonl', fields: {}, choiceSeed: 1, selection: {}, prompts: 'x' },
      hash: datasetDigest(problems),
      problems: problems.length,
    },
    ...changes,
  })
  const ids = problems.map(({ id }) => id)
  const seeds = problemSeeds(manifest.seedBase, ids, manifest.n + manifest.extendBy)
  const samples = Object.entries(drawn).flatMap(([id, all]) =>
    all.map((each, index) => drawnSample(id, index, (seeds.get(id) ?? 0) + index, each)),
  )
  const folder = await writeRun(runs, manifest, samples)
  await writeFile(join(folder, 'problems.json'), JSON.stringify(problems))
  return folder
}

/** Writes the folder of a run: its manifest, and its journal as the samples came. */
export async function writeRun(
  runs: string,
  manifest: Manifest,
  samples: readonly Sample[],
): Promise<string> {
  const folder = join(runs, manifest.runId)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(
    join(folder, 'journal.jsonl'),
    samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''),
  )
  return folder
}

/** The ids of the runs in a folder. */
export async function runIds(runs: string): Promise<string[]> {
  return (await readdir(runs)).sort()
}

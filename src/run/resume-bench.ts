import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RunFolderError } from '../ground/errors.ts'
import { runFiles } from '../journal/run-files.ts'
import { readProblemsOf } from '../journal/run-folder.ts'
import type { Sample } from '../sample/sample.ts'
import { policyOf } from '../vote/policy.ts'
import { datasetRecord, promptsOf, type ReadingListeners, readProblems } from './bench-problems.ts'
import { openBench } from './bench-run.ts'
import type { BenchRun } from './opened-bench.ts'
import { expectedOf, type ResumeWish, reopen, requireCommand, resumedModel } from './reopen.ts'
import type { RunWorld } from './run.ts'

/**
 * Opens an experiment that was begun before: everything comes from its manifest, and must be unchanged. Its problems come from their file or,
 * where that is gone, from the run folder.
 *
 * @throws UsageError that names every difference; RunFolderError where another process holds the folder, or it is damaged.
 */
export async function resumeBench(
  wish: ResumeWish,
  world: RunWorld,
  listeners: ReadingListeners = {},
): Promise<BenchRun> {
  const { manifest, folder } = wish
  requireCommand(manifest, 'bench', folder)
  const { dataset, answer } = manifest
  if (dataset === undefined) {
    throw new RunFolderError(`${join(folder, runFiles.manifest)} names no dataset.`, {
      fix: 'Its manifest was damaged: begin a new run.',
    })
  }
  const problems = existsSync(dataset.path)
    ? await readProblems(dataset, answer.kind === 'auto' ? undefined : answer.kind, {
        ...listeners,
        signal: world.signal,
      })
    : await readProblemsOf(folder)
  const target = await resumedModel(wish, world)
  const { driver, model, executor } = target
  const prompts = promptsOf(problems, dataset.template, model)
  const expected = {
    ...expectedOf(wish, target),
    dataset: datasetRecord((wish.expected ?? manifest).dataset ?? dataset, problems, prompts),
  }
  const earlier = new Map<string, Sample[]>()
  const store = await reopen(wish, expected, executor.slots, (sample) => {
    const samples = earlier.get(sample.problem) ?? []
    samples.push(sample)
    earlier.set(sample.problem, samples)
  })
  // A run that was killed in its first moment has a manifest, and no problems beside it yet.
  if (!existsSync(join(folder, runFiles.problems))) await store.saveProblems(problems)
  return openBench({
    driver,
    model,
    executor,
    store,
    world,
    problems,
    prompts,
    policy: policyOf(store.manifest),
    earlier,
  })
}

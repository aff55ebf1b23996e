import { systemClock } from '../ground/clock.ts'
import { readManifest } from '../journal/run-folder.ts'
import { hostsOfOptions } from './host-options.ts'
import type { BenchRun } from './opened-bench.ts'
import type { VoteRun } from './opened-vote.ts'
import type { ResumeOptions } from './options.ts'

/**
 * Opens a run that was begun before, a vote or an experiment: everything comes from its manifest, and must be unchanged. `draw` draws what
 * is missing, with the same seeds; `close` lets the folder go.
 *
 * @throws UsageError that names every difference; RunFolderError where another process holds the folder, or it is damaged.
 */
export async function resumeRun(folder: string, options: ResumeOptions = {}): Promise<VoteRun | BenchRun> {
  const { clock = systemClock, signal, model, allowRemote, folders, slots } = options
  const { targets, ...terms } = hostsOfOptions(options, slots)
  const isNamed = options.host !== undefined || options.hosts !== undefined
  const wish = {
    ...{ folder, manifest: await readManifest(folder), terms, hosts: isNamed ? targets : undefined },
    ...{ model, allowRemote, folders, slots },
  }
  const world = { clock, signal }
  if (wish.manifest.command === 'vote') return (await import('./resume-vote.ts')).resumeVote(wish, world)
  return (await import('./resume-bench.ts')).resumeBench(wish, world)
}

import type { AnswerContext } from '../answer/answer.ts'
import { answerGrouper } from '../answer/answer-grouper.ts'
import type { Manifest } from '../journal/manifest.ts'
import { readSamples, requireSame } from '../journal/run-folder.ts'
import type { DrawRequest } from '../runtime/driver.ts'
import { retriesOf } from '../sample/drawer.ts'
import type { Sample } from '../sample/sample.ts'
import { policyOf } from '../vote/policy.ts'
import type { VoteTask } from '../vote/vote-task.ts'
import { VoteTrack } from '../vote/vote-track.ts'
import { shapeOf } from './answer-engine.ts'
import { requestOf } from './new-manifest.ts'
import type { VoteRun } from './opened-vote.ts'
import { expectedOf, type ResumeWish, reopen, requireCommand, resumedModel, withoutText } from './reopen.ts'
import type { RunWorld } from './run.ts'
import { openVote } from './vote-run.ts'

/** What would be drawn of a vote that goes on. */
export interface ResumePlan {
  readonly host: string
  /** The request but for its seed. */
  readonly request: DrawRequest
  /** Samples on the disk, every attempt. */
  readonly onDisk: number
  /** Samples still to be drawn at most. */
  readonly left: readonly VoteTask[]
}

/**
 * Opens a vote that was begun before: everything comes from its manifest, and must be unchanged.
 *
 * @throws UsageError that names every difference; RunFolderError where another process holds the folder, or it is damaged.
 */
export async function resumeVote(wish: ResumeWish, world: RunWorld): Promise<VoteRun> {
  const { manifest, folder } = wish
  requireCommand(manifest, 'vote', folder)
  const target = await resumedModel(wish, world)
  const { driver, model, executor } = target
  const earlier: Sample[] = []
  const store = await reopen(
    wish,
    expectedOf(wish, target),
    executor.slots,
    (sample) => void earlier.push(sample),
  )
  return openVote({
    ...{ driver, model, executor, store, world, earlier },
    request: requestOf(manifest, model.name),
    answer: manifest.answer as AnswerContext,
    policy: policyOf(store.manifest),
    left: await tasksLeft(store.manifest, earlier),
  })
}

/** Says what would be drawn of a vote that goes on. Its folder is only read. */
export async function planResumedVote(wish: ResumeWish, world: RunWorld): Promise<ResumePlan> {
  const { manifest, folder } = wish
  requireCommand(manifest, 'vote', folder)
  const target = await resumedModel(wish, world)
  const { driver, model } = target
  const grown = requireSame(folder, manifest, expectedOf(wish, target))
  const earlier: Sample[] = []
  for await (const sample of readSamples(folder, () => {})) earlier.push(withoutText(sample))
  return {
    host: driver.host,
    request: requestOf(manifest, model.name),
    onDisk: earlier.length,
    left: await tasksLeft(grown, earlier),
  }
}

/** What is still to be drawn at most. */
async function tasksLeft(manifest: Manifest, earlier: readonly Sample[]): Promise<readonly VoteTask[]> {
  const { seedBase, onTrip, maxAttempts } = manifest
  const plan = { policy: policyOf(manifest), seedBase, retries: retriesOf(onTrip, maxAttempts) }
  const asked = manifest.answer as AnswerContext
  const shape = await shapeOf(asked, manifest.request.format, manifest)
  return new VoteTrack(plan, answerGrouper({ ...asked, ...shape }), earlier).remainingTasks
}

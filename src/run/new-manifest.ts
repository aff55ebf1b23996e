import { defined } from '../ground/defined.ts'
import type { Manifest } from '../journal/manifest.ts'
import { newRunId } from '../journal/run-folder.ts'
import type { DrawRequest } from '../runtime/driver.ts'
import type { SamplePlan } from '../sample/plan.ts'
import type { VotingPolicy } from '../vote/policy.ts'
import type { OpenModel } from './opened-model.ts'
import type { RunOrigin, RunWorld } from './run.ts'
import type { RunSettings } from './settings.ts'
import { tunedRate } from './tuned-rate.ts'

/** What the manifests of votes and experiments have in common before the run begins. */
export interface ManifestInput extends OpenModel {
  readonly settings: RunSettings
  readonly policy: VotingPolicy
  readonly plan: SamplePlan
  readonly seedBase: number
  readonly maxAttempts?: number | undefined
}

/** What only the one or the other has. */
export type ManifestRest = Pick<Manifest, 'command' | 'request' | 'answer' | 'budget' | 'dataset'>

/** The manifest of a run that begins now. */
export function newManifest(
  { driver, model, executor, hosts, template, settings, policy, plan, seedBase, maxAttempts }: ManifestInput,
  { command, request, answer, budget, dataset }: ManifestRest,
  { magiVersion, commandLine }: RunOrigin,
  { clock }: RunWorld,
): Manifest {
  const createdAt = clock.date()
  const slots = executor.slots ?? settings.get('slots')
  return {
    schema: 'magi.run/1',
    runId: newRunId(createdAt),
    command,
    createdAt: createdAt.toISOString(),
    magiVersion,
    ...defined({ commandLine }),
    runtime: { host: driver.host, version: model.runtimeVersion },
    ...(hosts === undefined ? {} : { hosts: [...hosts] }),
    model: { name: model.name, digest: model.digest, card: model.card.name, ...defined({ template }) },
    request,
    preset: settings.preset.name,
    profile: settings.profile.name,
    ...defined({ keepAlive: plan.request.keepAlive }),
    slots,
    ...defined({ tuned: tunedRate(settings.profile.measured, model.digest, slots) }),
    loadMs: settings.get('loadTimeout'),
    seedBase,
    ...policy,
    answer,
    limits: plan.limits,
    onTrip: settings.get('onTrip'),
    ...defined({ maxAttempts, budget, dataset }),
  }
}

/**
 * A request of a run but for its seed, as its manifest has it.
 *
 * @param model - Name of the model, as installed.
 */
export function requestOf({ request, keepAlive }: Manifest, model: string): DrawRequest {
  return { ...request, model, keepAlive } as unknown as DrawRequest
}

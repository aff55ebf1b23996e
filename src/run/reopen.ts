import type { HostTarget } from '../config/host-target.ts'
import { defined } from '../ground/defined.ts'
import { ModelNotFoundError, UsageError } from '../ground/errors.ts'
import { identityOf } from '../hosts/host-gate.ts'
import type { Manifest } from '../journal/manifest.ts'
import { resumeRun } from '../journal/run-folder.ts'
import type { Sample } from '../sample/sample.ts'
import type { HostsWish } from './hosts-wish.ts'
import { openModel } from './open-model.ts'
import type { OpenModel } from './opened-model.ts'
import type { RunStore, RunWorld } from './run.ts'

/** A run that is to go on. */
export interface ResumeWish {
  readonly folder: string
  /** What it was begun with, as `readManifest` gives it. */
  readonly manifest: Manifest
  /** What the caller takes it to be; every difference is refused. Absent: what it was begun with. */
  readonly expected?: Manifest | undefined
  /** Where samples are drawn from now on; absent: where the run was begun. */
  readonly hosts?: readonly HostTarget[] | undefined
  /** What holds of the hosts, whoever named them. */
  readonly terms?: Omit<HostsWish, 'targets'> | undefined
  /** Name of the model; absent: as it was begun. */
  readonly model?: string | undefined
  /** Allow a model that the runtime would ask another host for. */
  readonly allowRemote?: boolean | undefined
  /** Folders that hold `models/` of the user's own. */
  readonly folders?: readonly string[] | undefined
  /** Told the address, without credentials, before anything is sent there. */
  readonly onHost?: ((host: string) => void) | undefined
  /** Samples drawn at once from now on; absent: as it was begun. */
  readonly slots?: number | undefined
}

/**
 * Checks that a run is one of a command.
 *
 * @param named - The run as the user named it.
 * @throws UsageError with the command that goes on with it.
 */
export function requireCommand(
  { command }: Pick<Manifest, 'command'>,
  wanted: Manifest['command'],
  folder: string,
  named = folder,
): void {
  if (command === wanted) return
  throw new UsageError(`${folder} is a run of magi ${command}.`, {
    fix: `Resume it with: magi ${command} --resume ${named}`,
  })
}

/** Finds the model of a run that goes on. */
export async function resumedModel(
  { manifest, hosts, terms, slots, model, allowRemote, folders, onHost }: ResumeWish,
  { clock, signal }: RunWorld,
): Promise<OpenModel> {
  const begun = manifest.model.name
  try {
    const targets = hosts ?? begunOn(manifest)
    const opened = await openModel({
      where: {
        ...terms,
        targets,
        slots: terms?.slots ?? slots ?? manifest.slots,
        mixedVersions: terms?.mixedVersions === true || hasSeveralVersions(manifest),
      },
      model: model ?? begun,
      ...{ allowRemote, folders, clock, signal, onHost },
    })
    requireVersion(manifest, opened, terms?.mixedVersions === true)
    return opened
  } catch (thrown) {
    if (!(thrown instanceof ModelNotFoundError) || model === undefined || model === begun) throw thrown
    throw new ModelNotFoundError(`The run was begun with ${begun}, not with ${model}. ${thrown.message}`, {
      fix: 'Leave --model out: a resumed run goes on with the model that it was begun with.',
      cause: thrown,
    })
  }
}

/** What a run must be to go on: what the caller takes it to be, drawn from the model as it is now. That another card describes it changes no request. */
export function expectedOf(
  { manifest, expected = manifest }: ResumeWish,
  { model, hosts, template }: OpenModel,
): Manifest {
  const begun = manifest.model
  // Hosts may have the same model under several names.
  const name = hosts !== undefined && model.digest === begun.digest ? begun.name : model.name
  return {
    ...expected,
    model: {
      ...{ name, digest: model.digest, card: begun.card },
      ...(begun.template === undefined ? {} : { template: template ?? identityOf(model).template }),
    },
  }
}

/** The hosts that a run was begun on. */
function begunOn({ runtime, hosts }: Manifest): readonly HostTarget[] {
  return (
    hosts?.map(({ url, slots, model }) => ({ address: url, slots, ...defined({ model }) })) ?? [
      { address: runtime.host },
    ]
  )
}

function hasSeveralVersions({ hosts = [] }: Manifest): boolean {
  return new Set(hosts.flatMap(({ version }) => version ?? [])).size > 1
}

/** @throws UsageError where a run on several hosts would go on with another version of the runtime. */
function requireVersion(manifest: Manifest, { driver, model, hosts }: OpenModel, mixed: boolean): void {
  if (mixed || (hosts === undefined && manifest.hosts === undefined)) return
  const versions = new Set(manifest.hosts?.flatMap(({ version }) => version ?? []) ?? [])
  versions.add(manifest.runtime.version)
  if (versions.has(model.runtimeVersion)) return
  throw new UsageError(
    `The run was begun with version ${[...versions].join(' and ')} of the runtime, and ${driver.host} has ${model.runtimeVersion}.`,
    { fix: 'Versions sample differently. Name hosts of the same version, or allow it: --mixed-versions.' },
  )
}

/**
 * A sample as a resumed run needs it: of its text only the first character, which tells that there was some, so that memory does not grow
 * with what was written.
 */
export function withoutText(sample: Sample): Sample {
  return { ...sample, thinking: '', text: sample.text.trim().slice(0, 1) }
}

/**
 * Takes the folder of a run that goes on, and tells every sample in it, without its text.
 *
 * @param slotsOfHosts - Samples drawn at once from now on, where the hosts say it.
 * @throws UsageError that names every difference; RunFolderError where another process holds the folder, or it is damaged.
 */
export async function reopen(
  { folder, slots }: ResumeWish,
  expected: Manifest,
  slotsOfHosts: number | undefined,
  onSample: (sample: Sample) => void,
): Promise<RunStore> {
  const run = await resumeRun(folder, expected, (sample) => onSample(withoutText(sample)))
  const now = slotsOfHosts ?? slots
  return now === undefined ? run : { ...run, manifest: { ...run.manifest, slots: now } }
}

import { createHash } from 'node:crypto'
import type { ModelCard } from '../config/model-card-schema.ts'
import { defined } from '../ground/defined.ts'
import { exitCodes, MagiError, ModelNotFoundError } from '../ground/errors.ts'
import type { Driver } from '../runtime/driver.ts'
import { type PreparedModel, prepareModel } from '../sample/prepare.ts'

/** What must be the same on every host, so that their samples are of one model. */
export interface HostIdentity {
  readonly digest: string
  /** Digest of what makes the prompt of a chat: template, system text, parameters, and what is built into the runtime for it. */
  readonly template: string
  readonly version: string
}

/** What a model on a host is, as far as its samples go. */
export function identityOf({ digest, details, runtimeVersion }: PreparedModel): HostIdentity {
  const { template, system, renderer, parser } = details
  const parameters = Object.entries(details.parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify({ template, system, renderer, parser, parameters })
  return {
    digest,
    template: createHash('sha256').update(text).digest('hex'),
    version: runtimeVersion,
  }
}

/** A model on a host, to be compared. */
export interface NamedIdentity extends HostIdentity {
  /** The host, or what else it stands for. */
  readonly host: string
  /** Name of the model there. */
  readonly model: string
}

/** How two hosts differ, in one sentence that names both; nothing where they are equal. */
export function difference(
  one: NamedIdentity,
  other: NamedIdentity,
  mixedVersions: boolean,
): { readonly text: string; readonly fix: string } | undefined {
  const both = (of: (identity: NamedIdentity) => string) =>
    `${one.host} has ${of(one)}, and ${other.host} has ${of(other)}`
  if (one.digest !== other.digest) {
    return {
      text: `Two hosts have different models: ${both(({ model, digest }) => `${model} with the digest ${digest.slice(0, 12)}`)}.`,
      fix: 'Pull the same model on both, leave one out, or name the model of a host behind its address (,model=NAME).',
    }
  }
  if (one.template !== other.template) {
    return {
      text: `Two hosts make other prompts of the same weights: ${both(({ model, template }) => `${model} with the template ${template.slice(0, 12)}`)}.`,
      fix: 'Compare them by: ollama show NAME --modelfile, with OLLAMA_HOST set. Create the model anew where it differs, or leave a host out.',
    }
  }
  if (one.version !== other.version && !mixedVersions) {
    return {
      text: `Two hosts run different versions of the runtime: ${both(({ version }) => version)}.`,
      fix: 'Versions sample differently. Install the same on both, or allow it: --mixed-versions.',
    }
  }
  return undefined
}

/** What to look for on a host. */
export interface GateWish {
  /** Name of the model there; absent: as the other hosts have it. */
  readonly asked?: string | undefined
  /** What the other hosts have; absent: this host says what it is. */
  readonly reference?: PreparedModel | undefined
  readonly cards: readonly ModelCard[]
  readonly allowRemote?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Finds the model on one of several hosts: under the name given for that host, else whatever has the digest that the others have, else their name.
 *
 * @throws as `prepareModel`, with the host named.
 */
export async function findOnHost(
  driver: Driver,
  { asked, reference, cards, allowRemote, signal }: GateWish,
): Promise<PreparedModel> {
  let name = asked
  if (name === undefined && reference !== undefined) {
    const same = (await driver.models(signal)).filter(({ digest }) => digest === reference.digest)
    name = (same.find((each) => each.name === reference.name) ?? same[0])?.name ?? reference.name
  }
  try {
    return await prepareModel(driver, { cards, ...defined({ asked: name, allowRemote, signal }) })
  } catch (thrown) {
    if (!(thrown instanceof MagiError) || thrown.exitCode !== exitCodes.modelMissing) throw thrown
    throw new ModelNotFoundError(`${driver.host}: ${thrown.message}`, { fix: thrown.fix, cause: thrown })
  }
}

import type { HostTarget } from '../config/host-target.ts'
import type { ModelCard } from '../config/model-card-schema.ts'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { exitCodes, MagiError, RuntimeError, UsageError } from '../ground/errors.ts'
import { difference, findOnHost, identityOf, type NamedIdentity } from '../hosts/host-gate.ts'
import type { PooledHost } from '../hosts/pooled-host.ts'
import { severalHosts } from '../hosts/several-hosts.ts'
import { createOllamaDriver } from '../runtime/ollama.ts'
import type { PreparedModel } from '../sample/prepare.ts'
import { jitter } from './chance.ts'
import type { HostsWish } from './hosts-wish.ts'
import type { OpenModel } from './opened-model.ts'

/** How long a sample waits while no host is there, unless `--host-timeout` says otherwise, in milliseconds. */
const defaultHostTimeoutMs = 600_000

/** What is looked for on every host. */
export interface HostsQuestion {
  readonly model?: string | undefined
  readonly cards: readonly ModelCard[]
  readonly allowRemote?: boolean | undefined
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  readonly onHost?: ((host: string) => void) | undefined
}

/**
 * Opens several hosts as one: each that answers must have the same model, and the same runtime, as the first of them. One that does not answer now may
 * come later, and is looked at then.
 *
 * @throws UsageError that names two hosts and how they differ; UnreachableError where none answers; ModelNotFoundError where one has no such model.
 */
export async function openHosts(
  { targets, slots, access, mixedVersions = false, hostTimeoutMs }: HostsWish,
  { model: asked, cards, allowRemote, clock, signal, onHost }: HostsQuestion,
): Promise<OpenModel> {
  const hosts = targets.map((target): PooledHost & { readonly target: HostTarget } => ({
    target,
    driver: createOllamaDriver(target.address, { access }),
    slots: target.slots ?? slots,
  }))
  for (const { driver } of hosts) onHost?.(driver.host)

  // Whoever is away is known before anybody is asked for a model: a name that is missing on the first must not hide that.
  const answers = await Promise.allSettled(hosts.map(({ driver }) => driver.version(signal)))
  const answering = hosts.filter((_, place) => answers[place]?.status === 'fulfilled')
  for (const answer of answers)
    if (answer.status === 'rejected' && !isAway(answer.reason)) throw answer.reason
  const [first, ...others] = answering
  if (first === undefined) throw answers.find((answer) => answer.status === 'rejected')?.reason

  const find = (host: (typeof hosts)[number], reference?: PreparedModel, stop = signal) =>
    findOnHost(host.driver, {
      asked: host.target.model ?? (reference === undefined ? asked : undefined),
      ...{ reference, cards, allowRemote, signal: stop },
    })
  const reference = await find(first)
  first.model = reference
  const identity = named(first, reference)
  await Promise.all(
    others.map(async (host) => {
      const model = await find(host, reference)
      const differs = difference(identity, named(host, model), mixedVersions)
      if (differs !== undefined) throw new UsageError(differs.text, { fix: differs.fix })
      host.model = model
    }),
  )
  const executor = severalHosts({
    ...{ hosts, clock, random: jitter, goneLimitMs: hostTimeoutMs ?? defaultHostTimeoutMs },
    async admit(host, stop) {
      const model = await find(host as (typeof hosts)[number], reference, stop)
      const differs = difference(identity, named(host, model), mixedVersions)
      if (differs !== undefined) throw new RuntimeError(differs.text, { fix: differs.fix })
      return model
    },
  })
  return {
    ...{ driver: first.driver, model: reference, executor },
    hosts: hosts.map(({ driver, model, slots: own, target }) => ({
      url: driver.host,
      slots: own,
      ...defined({ version: model?.runtimeVersion, model: model?.name ?? target.model }),
    })),
    template: identity.template,
  }
}

function named({ driver }: Pick<PooledHost, 'driver'>, model: PreparedModel): NamedIdentity {
  return { host: driver.host, model: model.name, ...identityOf(model) }
}

function isAway(thrown: unknown): boolean {
  return thrown instanceof MagiError && thrown.exitCode === exitCodes.unreachable
}

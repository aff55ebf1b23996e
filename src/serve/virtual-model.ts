import { createHash } from 'node:crypto'

/** What the name of a virtual model stands for beside its model. */
export interface VirtualSpec {
  /** Samples of its votes; absent: one guarded sample. */
  readonly n?: number
  readonly preset?: string
}

/** A name of the endpoint, and what it stands for. */
export type NamedModel =
  | { readonly type: 'real'; readonly name: string }
  | { readonly type: 'virtual'; readonly name: string; readonly base: string; readonly spec: VirtualSpec }

/** Most samples that a name can ask for. */
const mostInName = 100_000

/**
 * What a name stands for. A model that is installed under the name goes before what the name could mean.
 *
 * @param name - As a client wrote it: `magistral:24b-vote16`, `magistral-ask`; `magistral:24b@vote16` means the same as the first.
 * @param installed - Whole names of the chat models of the runtime.
 * @param presets - Names of presets that a name can have.
 * @returns `undefined` where it stands for nothing.
 */
export function namedModel(
  name: string,
  installed: ReadonlySet<string>,
  presets: readonly string[],
): NamedModel | undefined {
  const real = installedName(name, installed)
  if (real !== undefined) return { type: 'real', name: real }
  const [, before = '', how = ''] = /^(.+)[-@](ask|vote\d{1,6})$/.exec(name) ?? []
  const n = how.startsWith('vote') ? Number(how.slice(4)) : undefined
  if (n !== undefined && (n < 1 || n > mostInName)) return undefined
  const rest = how === '' ? name : before
  const spec = n === undefined ? {} : { n }
  const plain = how === '' ? undefined : installedName(rest, installed)
  if (plain !== undefined) return { type: 'virtual', name, base: plain, spec }
  for (const preset of presets) {
    if (!rest.endsWith(`-${preset}`)) continue
    const base = installedName(rest.slice(0, -preset.length - 1), installed)
    if (base !== undefined) return { type: 'virtual', name, base, spec: { ...spec, preset } }
  }
  return undefined
}

function installedName(name: string, installed: ReadonlySet<string>): string | undefined {
  return [name, `${name}:latest`].find((each) => installed.has(each))
}

/**
 * Digest of a virtual model: not that of its model, since clients take names of one digest for aliases and pick one of them by themselves.
 */
export function virtualDigest(baseDigest: string, suffix: string): string {
  return createHash('sha256').update(`magi ${baseDigest} ${suffix}`).digest('hex')
}

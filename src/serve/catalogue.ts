import type { Clock } from '../ground/clock.ts'
import { isFields } from '../ground/fields.ts'
import type { Forwarder } from '../runtime/forward.ts'
import { RefusedError } from './refusal.ts'
import { type NamedModel, namedModel, virtualDigest } from './virtual-model.ts'
import { tagsSchema } from './wire-schema.ts'

type Entry = Readonly<Record<string, unknown>> & {
  readonly name: string
  readonly digest: string
  readonly capabilities?: string[] | undefined
}

/** What the catalogue is made from. */
export interface CatalogueTerms {
  readonly runtime: Forwarder
  readonly clock: Clock
  /** Names of presets that a virtual model can have. */
  readonly presets: readonly string[]
  /** Endings of the virtual models that are listed: `ask`, `vote16`, `steady-vote8`. */
  readonly listed: readonly string[]
}

/** Lists of the runtime are asked for again after this time, in milliseconds. */
const freshMs = 3_000

/** The models of the endpoint: those of the runtime, and what stands for votes of them. */
export class Catalogue {
  readonly #terms: CatalogueTerms
  #models: { readonly atMs: number; readonly entries: Promise<readonly Entry[]> } | undefined
  readonly #shows = new Map<string, { readonly digest: string; readonly body: Promise<unknown> }>()

  constructor(terms: CatalogueTerms) {
    this.#terms = terms
  }

  /** Whether the runtime answers now. */
  async answers(): Promise<boolean> {
    return this.#entries().then(
      () => true,
      () => false,
    )
  }

  /** What a name stands for. @throws RefusedError where it stands for nothing. */
  async named(name: string): Promise<NamedModel> {
    const entries = await this.#entries()
    const model = namedModel(name, namesOf(entries), this.#terms.presets)
    if (model?.type === 'real') return model
    if (model !== undefined && entries.some((each) => each.name === model.base && isChat(each))) return model
    throw new RefusedError(404, `model '${name}' not found`)
  }

  /** The answer of `/api/tags`. */
  async tags(): Promise<unknown> {
    return { models: await this.#listed() }
  }

  /** The answer of `/v1/models`. */
  async v1Models(): Promise<unknown> {
    return { object: 'list', data: (await this.#listed()).map(v1Model) }
  }

  /** One of `/v1/models`. */
  async v1Model(name: string): Promise<unknown> {
    const model = await this.named(name)
    const base = await this.#entryOf(model.type === 'real' ? model.name : model.base)
    return v1Model({ ...base, name })
  }

  /** The answer of `/api/show`. */
  async show(name: string): Promise<unknown> {
    const model = await this.named(name)
    const base = model.type === 'real' ? model.name : model.base
    const { digest } = await this.#entryOf(base)
    const kept = this.#shows.get(base)
    const shown = kept !== undefined && kept.digest === digest ? kept : { digest, body: this.#show(base) }
    this.#shows.set(base, shown)
    shown.body.catch(() => this.#shows.delete(base))
    const body = await shown.body
    if (!isFields(body)) return body
    const info = isFields(body['model_info']) ? body['model_info'] : {}
    const capabilities = Array.isArray(body['capabilities']) ? body['capabilities'] : ['completion']
    if (model.type === 'real') return { ...body, capabilities, model_info: info }
    // Some clients show this in place of the name.
    return { ...body, capabilities, model_info: { ...info, 'general.basename': model.name } }
  }

  async #show(name: string): Promise<unknown> {
    const body = Buffer.from(JSON.stringify({ model: name }))
    const answer = await this.#terms.runtime.json({
      ...{ method: 'POST', path: '/api/show', contentType: 'application/json', body },
    })
    if (answer.status === 200) return answer.body
    throw new RefusedError(answer.status === 404 ? 404 : 502, `model '${name}' not found`)
  }

  async #entryOf(name: string): Promise<Entry> {
    const entry = (await this.#entries()).find((each) => each.name === name)
    if (entry === undefined) throw new RefusedError(404, `model '${name}' not found`)
    return entry
  }

  async #listed(): Promise<readonly Entry[]> {
    const entries = await this.#entries()
    const names = namesOf(entries)
    return entries.flatMap((entry) => {
      if (!isChat(entry)) return [entry]
      const virtual = this.#terms.listed.flatMap((suffix) => {
        const name = `${entry.name}-${suffix}`
        if (names.has(name)) return []
        return [{ ...entry, name, model: name, digest: virtualDigest(entry.digest, suffix) }]
      })
      return [entry, ...virtual]
    })
  }

  #entries(): Promise<readonly Entry[]> {
    const { clock, runtime } = this.#terms
    const nowMs = clock.nowMs()
    if (this.#models !== undefined && nowMs - this.#models.atMs < freshMs) return this.#models.entries
    const entries = runtime.json({ method: 'GET', path: '/api/tags' }).then(({ status, body }) => {
      const read = tagsSchema.safeParse(body)
      if (status === 200 && read.success) return read.data.models as readonly Entry[]
      throw new RefusedError(502, `The runtime at ${runtime.host} does not list its models.`)
    })
    const models = { atMs: nowMs, entries }
    this.#models = models
    entries.catch(() => {
      if (this.#models === models) this.#models = undefined
    })
    return entries
  }
}

function namesOf(entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(entries.map(({ name }) => name))
}

function isChat({ capabilities }: Entry): boolean {
  return capabilities === undefined || capabilities.includes('completion')
}

function v1Model(entry: Entry) {
  const modified = Date.parse(String(entry['modified_at'] ?? ''))
  return {
    id: entry.name,
    object: 'model',
    created: Number.isFinite(modified) ? Math.floor(modified / 1_000) : 0,
    owned_by: 'library',
  }
}

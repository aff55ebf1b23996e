import type { Agent as HttpsAgent } from 'node:https'
import { createRequire } from 'node:module'
import type { ChatRequest, Ollama } from 'ollama'
import { type Clock, systemClock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { type Fields, isFields } from '../ground/fields.ts'
import { agentTrusting, type HostAccess, withoutHeaderValues } from './access.ts'
import { callError, LimitError, notTheRuntime } from './call-error.ts'
import { DrawReader } from './draw-reader.ts'
import type { DrawRequest, Driver, InstalledModel, LoadedModel, ModelDetails, PartSource } from './driver.ts'
import { type Host, parseHost } from './host.ts'
import { jsonFetch } from './http-fetch.ts'
import { openRequest } from './http-request.ts'
import { readDetails, readInstalled, readLoaded } from './model-details.ts'
import { PartStream } from './part-stream.ts'
import { chatBody, rawBody, renderBody, settingsBody } from './request-body.ts'
import { readCount } from './wire.ts'

export interface OllamaOptions {
  /** How long version, list and details may take, in milliseconds. */
  readonly limitMs?: number
  /** How long rendering a prompt may take, in milliseconds: it loads the model where that has not happened. */
  readonly renderLimitMs?: number
  readonly clock?: Clock
  /** What is sent along, and whom to trust; absent: nothing, and as Node does. */
  readonly access?: HostAccess | undefined
}

/**
 * Speaks to an Ollama server (0.9 and later; checked against recordings of 0.24 and 0.32).
 *
 * @param host - Address as `OLLAMA_HOST` is written; '' is the default one.
 * @throws UsageError for what is no address.
 */
export function createOllamaDriver(host: string, options: OllamaOptions = {}): Driver {
  return new OllamaDriver(parseHost(host), options)
}

class OllamaDriver implements Driver {
  readonly host: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #limitMs: number
  readonly #renderLimitMs: number
  readonly #clock: Clock
  readonly #secrets: HostAccess['headers']
  readonly #agent: HttpsAgent | undefined

  constructor({ url, authorization }: Host, options: OllamaOptions) {
    const { limitMs = 10_000, renderLimitMs = 60_000, clock = systemClock, access = {} } = options
    this.host = url
    // The credentials of the address itself are meant for this host above all others.
    this.#headers = { 'user-agent': 'magi', ...access.headers, ...defined({ authorization }) }
    this.#secrets = access.headers
    this.#agent = access.ca === undefined ? undefined : agentTrusting(access.ca)
    this.#limitMs = limitMs
    this.#renderLimitMs = renderLimitMs
    this.#clock = clock
  }

  async version(signal?: AbortSignal): Promise<string> {
    const { version } = await this.#ask((client) => client.version(), { signal, limitMs: this.#limitMs })
    if (typeof version === 'string') return version
    throw notTheRuntime(this.host, 'its version is not text')
  }

  async models(signal?: AbortSignal): Promise<readonly InstalledModel[]> {
    return readInstalled(await this.#ask((client) => client.list(), { signal, limitMs: this.#limitMs }))
  }

  async details(model: string, signal?: AbortSignal): Promise<ModelDetails> {
    return readDetails(
      await this.#ask((client) => client.show({ model }), { signal, limitMs: this.#limitMs, model }),
    )
  }

  async loaded(signal?: AbortSignal): Promise<readonly LoadedModel[]> {
    return readLoaded(await this.#ask((client) => client.ps(), { signal, limitMs: this.#limitMs }))
  }

  async load(request: Omit<DrawRequest, 'messages'>, signal?: AbortSignal): Promise<void> {
    const body = { ...settingsBody(request), messages: [] }
    await this.#ask((client) => client.chat(asChat(body)), { signal, model: request.model })
  }

  async renderPrompt(request: DrawRequest, signal?: AbortSignal): Promise<string | undefined> {
    const limits = { signal, limitMs: this.#renderLimitMs, model: request.model }
    const { _debug_info: info } = await this.#ask(
      (client) => client.chat(asChat(renderBody(request))),
      limits,
    )
    const prompt = isFields(info) ? info['rendered_template'] : undefined
    return typeof prompt === 'string' ? prompt : undefined
  }

  draw(request: DrawRequest, signal: AbortSignal): PartSource {
    const isRaw = request.rawPrompt !== undefined
    const body = JSON.stringify({ ...(isRaw ? rawBody(request) : chatBody(request)), stream: true })
    const url = `${this.host}/api/${isRaw ? 'generate' : 'chat'}`
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      accept: 'application/x-ndjson',
      ...this.#headers,
    }
    const { startsIn, thinkTags: tags } = request
    const windowTokens = readCount(request.options['num_ctx'])
    return new PartStream({
      open: () => openRequest({ method: 'POST', url, headers, body, agent: this.#agent }),
      hide: (text) => withoutHeaderValues(text, this.#secrets),
      windowTokens,
      reader: (contentType) =>
        new DrawReader({
          contentType,
          windowTokens,
          ...defined({ startsIn, tags }),
        }),
      signal,
    })
  }

  /** One call through the client, with a client and a connection of its own, and its trouble in our words. */
  async #ask(
    call: (client: Ollama) => Promise<unknown>,
    { signal, limitMs, model }: AskOptions,
  ): Promise<Fields> {
    const limit = new AbortController()
    const cancel =
      limitMs === undefined ? undefined : this.#clock.setTimer(() => limit.abort(new LimitError()), limitMs)
    const either = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal])
    try {
      const { Ollama } = createRequire(import.meta.url)('ollama') as typeof import('ollama')
      const fetch = jsonFetch({ headers: this.#headers, signal: either, agent: this.#agent })
      const answer = await call(new Ollama({ host: this.host, fetch }))
      return answer as Fields
    } catch (error) {
      signal?.throwIfAborted()
      const thrown = callError(error, { host: this.host, limitMs, model })
      if (thrown instanceof Error) thrown.message = withoutHeaderValues(thrown.message, this.#secrets)
      throw thrown
    } finally {
      cancel?.()
    }
  }
}

/** The client's types know neither `shift`, `truncate` and rendering nor the think level `max`; it passes everything on. */
function asChat(body: object): ChatRequest & { stream: false } {
  return { ...body, stream: false } as ChatRequest & { stream: false }
}

interface AskOptions {
  readonly signal?: AbortSignal | undefined
  /** Absent: only the signal ends the call. */
  readonly limitMs?: number | undefined
  readonly model?: string | undefined
}

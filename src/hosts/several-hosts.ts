import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { exitCodes, MagiError, messageOf, UsageError } from '../ground/errors.ts'
import type { DrawRequest } from '../runtime/driver.ts'
import { drawSample } from '../sample/draw.ts'
import { type Drawer, openDrawer } from '../sample/drawer.ts'
import { entryOf } from '../sample/loaded-model.ts'
import { ModelWatch } from '../sample/model-watch.ts'
import { type LoadPlan, loadModel, type PreparedModel } from '../sample/prepare.ts'
import { PromptProbe } from '../sample/prompt-probe.ts'
import type { DrawTerms, Executor } from './executor.ts'
import type { LoadEnding } from './host-action.ts'
import { HostPool } from './host-pool.ts'
import { asForced } from './pooled-draw.ts'
import type { PooledHost } from './pooled-host.ts'

/** What several hosts need to be drawn on as one. */
export interface SeveralHosts {
  /** One at least has a model. */
  readonly hosts: readonly PooledHost[]
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  /** How long a sample waits while no host is there, in milliseconds. */
  readonly goneLimitMs: number
  /** Finds the model on a host that did not answer before, or has to be looked at anew. @throws MagiError where the host may not draw. */
  readonly admit: (host: PooledHost, signal: AbortSignal) => Promise<PreparedModel>
}

/** The one model of a pool, told apart from others. */
const theModel = 'model'

/** Draws on several hosts that have the same model. */
export function severalHosts({ hosts, clock, random, goneLimitMs, admit }: SeveralHosts): Executor {
  let onNotice: ((text: string) => void) | undefined
  /** What the first host that had the model loaded gave a sample, in tokens. */
  let window: { readonly host: string; readonly tokens: number } | undefined
  let loadPlan: LoadPlan | undefined
  let hasDrawn = false

  const pool = new HostPool({
    hosts: hosts.map(({ driver, slots, model }) => ({
      name: driver.host,
      slots,
      isThere: model !== undefined,
    })),
    ...{ clock, random, goneLimitMs },
    onNotice: (text) => onNotice?.(text),
    async probe(place, signal) {
      const host = hostAt(place)
      try {
        host.model = await admit(host, signal)
        return 'there'
      } catch (thrown) {
        return isAway(thrown) ? 'away' : { unfit: messageOf(thrown) }
      }
    },
  })

  function hostAt(place: number): PooledHost {
    const host = hosts[place]
    if (host === undefined) throw new RangeError(`There is no host ${place}.`)
    return host
  }

  /** The window that a host gives a sample, where it differs from that of the others. */
  async function otherWindow(
    { driver, model }: PooledHost,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const loaded = await driver.loaded(signal).catch(() => [])
    const tokens = entryOf(loaded, model?.name ?? '')?.context
    if (tokens === undefined) return undefined
    window ??= { host: driver.host, tokens }
    if (window.tokens === tokens) return undefined
    return `${window.host} gives a sample a window of ${window.tokens} tokens, and ${driver.host} one of ${tokens}`
  }

  async function loadOn(host: PooledHost, request: DrawRequest, plan: LoadPlan): Promise<LoadEnding> {
    try {
      await loadModel(host.driver, on(host, request), plan)
      const why = await otherWindow(host, plan.signal)
      return why === undefined ? { type: 'loaded' } : { type: 'unfit', why }
    } catch (thrown) {
      return isAway(thrown) ? { type: 'refused' } : { type: 'failed', why: messageOf(thrown) }
    }
  }

  /** Hosts that have the model in memory, in a window that is large enough. */
  async function warmHosts({ options }: DrawRequest, signal?: AbortSignal): Promise<number[]> {
    const asked = Number(options['num_ctx'])
    const isWarm = await Promise.all(
      hosts.map(async ({ driver, model }) => {
        if (model === undefined) return false
        const loaded = await driver.loaded(signal).catch(() => [])
        const entry = loaded.find(({ digest, name }) => digest === model.digest || name === model.name)
        return entry !== undefined && (entry.context ?? asked) >= asked
      }),
    )
    return isWarm.flatMap((warm, place) => (warm ? [place] : []))
  }

  return {
    slots: hosts.reduce((sum, { slots }) => sum + slots, 0),

    async load(request, plan) {
      loadPlan = plan
      const warm = await warmHosts(request, plan.signal)
      const there = hosts.flatMap(({ model }, place) =>
        model !== undefined && pool.isIn(place) ? [place] : [],
      )
      /** All that need no load, else one after another until one is loaded: the others are loaded when they are needed. */
      const rounds = warm.length > 0 ? [warm] : there.map((place) => [place])
      let trouble: unknown
      for (const places of rounds) {
        const endings = await Promise.all(
          places.map(async (place) => {
            const host = hostAt(place)
            try {
              await loadModel(host.driver, on(host, request), plan)
            } catch (thrown) {
              plan.signal?.throwIfAborted()
              trouble ??= thrown
              const type = isAway(thrown) ? 'refused' : 'failed'
              pool.loaded(place, theModel, { type, why: messageOf(thrown) })
              return false
            }
            return true
          }),
        )
        const loaded = places.filter((_, at) => endings[at])
        for (const place of loaded) {
          const why = await otherWindow(hostAt(place), plan.signal)
          if (why !== undefined && !hasDrawn) {
            throw new UsageError(`Two hosts have loaded the model differently: ${why}.`, {
              fix: 'Ask for a window that both can give (-o num_ctx=…), or leave one out.',
            })
          }
          pool.loaded(place, theModel, why === undefined ? { type: 'loaded' } : { type: 'unfit', why })
        }
        if (loaded.length > 0) return
      }
      throw trouble
    },

    open(terms) {
      onNotice = terms.onNotice
      const learnt = hosts.map((host) => lazily(() => learning(host, terms)))
      return async (request) => {
        const drawers = hosts.map((host, place) =>
          lazily(async () => {
            const { watch, probe, model } = learnt[place]?.() ?? learning(host, terms)
            const { thinks: _thinks, ...plan } = terms
            const own = { model, request: on(host, request), watch, probe, maxRequests: 1 }
            return openDrawer(host.driver, { ...plan, ...own })
          }),
        )
        const first = hosts.findIndex(({ model }, place) => model !== undefined && pool.isIn(place))
        const one = await drawers[Math.max(0, first)]?.()
        return {
          retries: one?.retries ?? 0,
          ...defined({ notice: one?.notice }),
          async draw(task, signal, watch = {}) {
            hasDrawn = true
            const result = await pool.draw(
              {
                key: `${task.problem}/${task.index}`,
                model: theModel,
                isAgain: task.attempt > 1,
                mayUse: () => true,
                async draw(place, stop, onBegin) {
                  const drawer = (await drawers[place]?.()) as Drawer
                  return drawer.draw(task, stop, { ...watch, onPart: telling(onBegin, watch.onPart) })
                },
                load: (place, stop) =>
                  loadOn(hostAt(place), request, { ...loadTerms(terms, loadPlan), signal: stop }),
                prove: (place, stop) => serves(hostAt(place), request, { clock, signal: stop }),
              },
              signal,
            )
            return asForced(result, hosts)
          },
        }
      }
    },
  }
}

/** How long a load may take where nothing was loaded before the first sample. */
const loadMs = 600_000

function loadTerms({ clock, random }: DrawTerms, plan: LoadPlan | undefined): LoadPlan {
  return plan ?? { limitMs: loadMs, clock, random }
}

/** A request as a host takes it, which may have the model under another name. */
function on({ model }: PooledHost, request: DrawRequest): DrawRequest {
  return model === undefined ? request : { ...request, model: model.name }
}

/** What is learnt of the model on one host while a run draws from it. */
function learning(host: PooledHost, { clock, thinks, onNotice }: DrawTerms) {
  const { driver, model } = host
  if (model === undefined) throw new Error(`${driver.host} draws before its model is known.`)
  const told = onNotice === undefined ? undefined : (text: string) => onNotice(`${driver.host}: ${text}`)
  return {
    model,
    watch: new ModelWatch(driver, { model, clock, thinks, ...defined({ onNotice: told }) }),
    probe: new PromptProbe(driver, model),
  }
}

/** Makes a thing when it is asked for first, and gives the same from then on. */
function lazily<Thing>(make: () => Thing): () => Thing {
  let made: { readonly thing: Thing } | undefined
  return () => {
    made ??= { thing: make() }
    return made.thing
  }
}

function telling<P extends unknown[]>(
  onBegin: () => void,
  onPart: ((...told: P) => void) | undefined,
): (...told: P) => void {
  let isBegun = false
  return (...told) => {
    if (!isBegun) {
      isBegun = true
      onBegin()
    }
    onPart?.(...told)
  }
}

/** Whether nobody is there, for now at least. */
function isAway(thrown: unknown): boolean {
  return !(thrown instanceof MagiError) || thrown.exitCode === exitCodes.unreachable || thrown.code === 'busy'
}

/** Longest time for something tiny, in milliseconds: it may have to wait for a load. */
const tinyLimitMs = 120_000

/** Whether a host draws one token to its end. */
async function serves(
  host: PooledHost,
  request: DrawRequest,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<boolean> {
  const limit = new AbortController()
  const cancelTimer = clock.setTimer(() => limit.abort('limit'), tinyLimitMs)
  const messages = [{ role: 'user' as const, content: 'Say yes.' }]
  const { format: _format, ...rest } = on(host, request)
  const tiny = { ...rest, messages, options: { ...request.options, num_predict: 1, seed: 1 } }
  const { end } = await drawSample((stop) => host.driver.draw(tiny, stop), [], clock, {
    signal: AbortSignal.any([signal, limit.signal]),
  })
  cancelTimer()
  return end.type === 'finished'
}

import type { Clock } from '../ground/clock.ts'
import type { DrawRequest, Driver, LoadedModel } from '../runtime/driver.ts'
import type { Draw } from './draw.ts'
import { firstPartCause } from './first-part-cause.ts'
import { entryOf, isSameName } from './loaded-model.ts'
import { oddPromptCount } from './prompt-count.ts'
import type { SampleEnd } from './sample.ts'

/** What a run has to know of the model in memory. */
export interface WatchPlan {
  /** As the run began with it. */
  readonly model: { readonly name: string; readonly digest: string }
  readonly clock: Clock
  /** Whether the model is expected to think; absent: it may do as it likes. */
  readonly thinks?: boolean
  /** Told what the user should know, once each. */
  readonly onNotice?: (text: string) => void
}

/**
 * A sample whose own load took longer, in milliseconds, found the model not in memory: a loaded one is handed out within half a
 * second (measured on 0.24 and 0.32).
 */
const loadedAnewMs = 1_000

/** So long after the last part of another sample, in milliseconds, the runtime is taken to be at work on this run. */
const atWorkMs = 30_000

/**
 * Watches, over a whole run, whether what answers is still the model that the run began with, in the window that was asked for.
 *
 * The runtime is asked what it has loaded only where a sample gives a hint: it was loaded for anew, it was cut off before its limit, or
 * nothing came of it.
 */
export class ModelWatch {
  readonly #driver: Pick<Driver, 'loaded'>
  readonly #plan: WatchPlan
  readonly #told = new Set<string>()
  #lastPartAtMs = Number.NEGATIVE_INFINITY
  #changed: SampleEnd | undefined
  #begun: Promise<void> | undefined
  /** Whether a sample has finished, with thinking or without. */
  #isThinkingSeen = false
  /** Size of each prompt as first counted, by its messages. */
  readonly #promptTokens = new WeakMap<object, number>()

  constructor(driver: Pick<Driver, 'loaded'>, plan: WatchPlan) {
    this.#driver = driver
    this.#plan = plan
  }

  /** The ending of every further sample, once another model answers under the name. */
  get changed(): SampleEnd | undefined {
    return this.#changed
  }

  /** Looks, once, before the first sample, whether the model was loaded as it was asked for. */
  begin(request: DrawRequest): Promise<void> {
    this.#begun ??= this.#lookFirst(request)
    return this.#begun
  }

  async #lookFirst(request: DrawRequest): Promise<void> {
    const { name } = this.#plan.model
    this.#checkWindow(entryOf((await this.#loaded()) ?? [], name), request)
  }

  /** Whether the window is smaller than it was asked for; the user is told. */
  #checkWindow(now: LoadedModel | undefined, { options }: DrawRequest): boolean {
    const { name } = this.#plan.model
    const asked = Number(options['num_ctx'])
    if (now?.context === undefined || now.context >= asked) return false
    this.#tell(
      `${name} runs with a window of ${now.context} tokens, ${asked} were asked for: long samples are cut off there. Ask for no more (-o num_ctx=${now.context}), or look at the log of the runtime.`,
    )
    return true
  }

  /** A part of any sample of the run has come. */
  part(): void {
    this.#lastPartAtMs = this.#plan.clock.nowMs()
  }

  /** The draw with what the runtime shows of the reasons for its ending. */
  async look(draw: Draw, request: DrawRequest): Promise<Draw> {
    const { end, forcedEnd, usage } = draw
    if (end.type === 'cancelled') return draw
    if (end.type !== 'failed' && forcedEnd === undefined) this.#checkPrompt(usage.promptTokens, request)
    if (end.type === 'finished') this.#checkThinking(draw, request)
    if (isFirstPartTrip(end)) return { ...draw, end: await this.#explained(end, request) }
    if (forcedEnd !== undefined && isFirstPartTrip(forcedEnd))
      return { ...draw, forcedEnd: await this.#explained(forcedEnd, request) }
    const loadMs = usage.loadMs ?? 0
    const isCut = isCutEarly(draw, request)
    if (loadMs < loadedAnewMs && !isCut) return draw

    const { name, digest } = this.#plan.model
    // The sample was drawn, so the model is in memory.
    const now = entryOf((await this.#loaded()) ?? [], name)
    const isNamed = now !== undefined && isSameName(now.name, name)
    if (isNamed && now.digest !== '' && digest !== '' && now.digest !== digest) {
      const message = `model-changed: ${name} is another model now: its digest is ${short(now.digest)}, the run began with ${short(digest)}`
      this.#changed = { type: 'failed', code: 'model-changed', message }
      return { ...draw, end: this.#changed }
    }
    const isSmaller = this.#checkWindow(now, request)
    if (isSmaller) return draw
    if (loadMs >= loadedAnewMs) {
      this.#tell(
        `${name} was loaded anew during the run, which takes time: another program may use it with other options, or the memory is short.`,
      )
    }
    return draw
  }

  /** All samples of a prompt have to be of one size: a smaller one was cut. */
  #checkPrompt(counted: number | undefined, request: DrawRequest): void {
    if (counted === undefined) return
    const odd = oddPromptCount(counted, request)
    if (odd !== undefined) this.#tell(odd)
    const first = this.#promptTokens.get(request.messages)
    if (first === undefined) this.#promptTokens.set(request.messages, counted)
    else if (first !== counted)
      this.#tell(
        `The runtime counted ${first} tokens of the prompt for one sample and ${counted} for another: a part of it may have been cut off.`,
      )
  }

  /** A model that is expected to think, and answers at once, most likely thinks in its answer, or not at all. */
  #checkThinking({ thinking, text }: Draw, { think, format }: DrawRequest): void {
    if (this.#plan.thinks !== true || this.#isThinkingSeen) return
    this.#isThinkingSeen = true
    if (thinking.trim() !== '' || text.trim() === '') return
    const { name } = this.#plan.model
    const cause =
      format !== undefined
        ? 'the format of --schema may have kept it from thinking. Look at one answer, or leave --schema out'
        : think === undefined
          ? 'it does not list the capability, so its thinking may stand in the answer, without its tags. Give the model a TEMPLATE with the tags round {{ .Thinking }}; magi doctor tells more'
          : 'its template or its system text may not ask for it, or the runtime may not know its tags. magi doctor tells more; --no-think says that none is wanted'
    this.#tell(`${name} was expected to think, and its first sample holds no thinking: ${cause}.`)
  }

  async #explained(end: Extract<SampleEnd, { type: 'tripped' }>, request: DrawRequest): Promise<SampleEnd> {
    const cause = firstPartCause({
      loaded: await this.#loaded(),
      isModel: ({ name }) => isSameName(name, this.#plan.model.name),
      model: this.#plan.model.name,
      windowTokens: Number(request.options['num_ctx']),
      drawsOthers: this.#plan.clock.nowMs() - this.#lastPartAtMs < atWorkMs,
    })
    return { ...end, detail: `${end.detail}. Most likely ${cause}` }
  }

  /** What the runtime has in memory; nothing where it does not say. */
  #loaded(): Promise<readonly LoadedModel[] | undefined> {
    return this.#driver.loaded().catch(() => undefined)
  }

  #tell(text: string): void {
    if (this.#told.has(text)) return
    this.#told.add(text)
    this.#plan.onNotice?.(text)
  }
}

function isFirstPartTrip(end: SampleEnd): end is Extract<SampleEnd, { type: 'tripped' }> {
  return end.type === 'tripped' && end.guard === 'first-part-timeout'
}

/** Whether a sample was cut off although neither its output limit nor the window that was asked for was reached. */
function isCutEarly({ end, usage }: Draw, { options }: DrawRequest): boolean {
  const { promptTokens, outputTokens } = usage
  if (end.type !== 'finished' || end.reason !== 'length') return false
  if (promptTokens === undefined || outputTokens === undefined) return false
  return (
    outputTokens < Number(options['num_predict']) && promptTokens + outputTokens < Number(options['num_ctx'])
  )
}

function short(digest: string): string {
  return digest.slice(0, 12)
}

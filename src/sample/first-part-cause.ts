import type { LoadedModel } from '../runtime/driver.ts'

/** What is known of a runtime from which nothing came in time. */
export interface FirstPartScene {
  /** What it has in memory; absent where it does not say even that. */
  readonly loaded: readonly LoadedModel[] | undefined
  readonly isModel: (loaded: LoadedModel) => boolean
  /** Name of the model that was asked. */
  readonly model: string
  /** The window that was asked for. */
  readonly windowTokens: number
  /** Whether parts of other samples of this run came until just now. */
  readonly drawsOthers: boolean
}

/**
 * Why nothing came of a request, as far as the runtime shows it, and what to do: a queue in front of it, a load, or a stall.
 *
 * The runtime shows which models are in its memory (`/api/ps`; one that loads is not listed yet), but neither its slots nor who holds
 * them: what our own samples do tells a part of that.
 */
export function firstPartCause({
  loaded,
  isModel,
  model,
  windowTokens,
  drawsOthers,
}: FirstPartScene): string {
  if (loaded === undefined)
    return 'a stall: the runtime does not even say what it has loaded. Look at its log, or start it anew'
  const now = loaded.find(isModel)
  const others = loaded.filter((each) => !isModel(each)).map(({ name }) => name)
  if (now === undefined && drawsOthers) {
    return `a queue in front of it: other samples of this run are drawn, so ${model} is loaded, under another name of the same weights. Use fewer --slots, or start the runtime with a larger OLLAMA_NUM_PARALLEL`
  }
  if (now === undefined) {
    const waits = others.length === 0 ? '' : ` or waits for ${others.join(', ')} to leave the memory`
    return `a load: ${model} is not in memory, so it is still loading${waits}. Allow more time, or look at the log of the runtime`
  }
  if (now.context !== undefined && now.context !== windowTokens) {
    return `a queue in front of it: ${model} is loaded with a window of ${now.context} tokens where ${windowTokens} were asked for, so another program uses it, and it is loaded anew for each of the two. Use the same window in both, or wait`
  }
  if (drawsOthers) {
    return `a queue in front of it: ${model} is loaded and draws other samples of this run. Use fewer --slots, or start the runtime with a larger OLLAMA_NUM_PARALLEL`
  }
  if (others.length > 0) {
    return `a queue in front of it: ${model} is loaded and draws nothing else of this run, but ${others.join(', ')} is in memory too, so another program uses the runtime. Wait for it, or allow more time`
  }
  return `a stall: ${model} is loaded and draws nothing else of this run. Unless another program uses it, or the prompt is very long, start the runtime anew`
}

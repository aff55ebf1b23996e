import type { ModelCard } from '../config/model-card-schema.ts'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { Limits } from '../guard/schema.ts'
import { defaultMaxThinkingTokens } from '../guard/thinking-share.ts'
import type { DrawRequest, Message, ModelDetails, RuntimeOptions, Think } from '../runtime/driver.ts'
import { promptMaker } from './chat-template.ts'
import { defaultMaxTokens, estimatePromptTokens, leastTokens, windowOf } from './limits.ts'

/** All that decides what one prompt's requests say. Values are resolved: which of flag, file, preset and profile wins is settled. */
export interface PlanInput {
  readonly model: {
    readonly name: string
    readonly details: ModelDetails
    readonly card: ModelCard
    readonly notice?: string
  }
  /** Options of the request in the runtime's key names; complete but for `seed` and `num_predict`. */
  readonly options: RuntimeOptions & { readonly num_ctx: number }
  /** Absent: as the runtime was told. */
  readonly keepAlive?: string | number
  readonly limits: {
    readonly firstPartMs: number
    readonly idleMs: number
    readonly totalMs: number
    /** Absent: the loop guard's defaults. */
    readonly loop?: Limits['loop']
  }
  /** Output limit (`num_predict`); absent: what the window leaves. */
  readonly maxTokens?: number
  /** Absent: what the output limit leaves beside the answer, as `defaultMaxThinkingTokens` has it. */
  readonly maxThinkingTokens?: number
  /** Absent: as the model card says. */
  readonly think?: Think
  /** Replaces the model's own system text. */
  readonly system?: string
  /** Added to the system text, never in its place. */
  readonly note?: string
  /** What was said before the prompt, oldest first; no system text. */
  readonly history?: readonly Message[]
  readonly prompt: string
  /** Base64. */
  readonly images?: readonly string[]
  /** Whether the card's answer instruction is added to the prompt. */
  readonly instruct: boolean
  /** `json` or a JSON schema. */
  readonly format?: unknown
}

/** A request but for its seed, the limits of each sample, and what the user should know of both. */
export interface SamplePlan {
  readonly request: DrawRequest
  readonly limits: Limits
  /** The window that a sample gets, in tokens. */
  readonly windowTokens: number
  /** Guessed before the runtime has counted. */
  readonly promptTokensEstimate: number
  /** What the prompt has at the least, whatever the tokenizer. */
  readonly promptTokensLeast: number
  readonly warnings: readonly string[]
}

/** Refuses a prompt that cannot fit the window. @throws UsageError with the numbers. */
export function requireRoom({
  promptTokensLeast: tokens,
  windowTokens,
}: Pick<SamplePlan, 'promptTokensLeast' | 'windowTokens'>): void {
  if (tokens < windowTokens) return
  throw new UsageError(
    `The prompt has at least ${tokens} tokens (its words), and the window holds ${windowTokens}: it cannot fit.`,
    { fix: 'Shorten it, or raise -o num_ctx=… where the model and the memory allow it.' },
  )
}

/**
 * Plans the requests for one prompt. Pure.
 *
 * Always set: num_ctx, num_predict (above 0), temperature, top_p, top_k, min_p, repeat_penalty; runtimes have changed their defaults.
 * `think` is sent only to a model that lists the capability, since others refuse it.
 *
 * @throws UsageError for images to a model that cannot see.
 */
export function planSamples(input: PlanInput): SamplePlan {
  const { model, options, limits, images = [] } = input
  const { details } = model
  const warnings: string[] = model.notice === undefined ? [] : [model.notice]
  if (images.length > 0 && !details.capabilities.includes('vision')) {
    throw new UsageError(`Model "${model.name}" cannot see images.`, {
      fix: 'Leave --image out, or use a model with vision, such as Magistral Small 2509.',
    })
  }
  const messages = messagesOf(input, warnings)
  const window = windowOf(options.num_ctx, details.trainedContext)
  if (window.clamped) {
    warnings.push(
      `The window of ${options.num_ctx} tokens is more than ${model.name} was trained with: ${window.tokens} are used.`,
    )
  }
  const promptTokens = estimatePromptTokens(messages, details)
  const maxTokens = input.maxTokens ?? defaultMaxTokens(window.tokens, promptTokens)
  if (promptTokens >= window.tokens) {
    warnings.push(
      `The prompt (about ${promptTokens} tokens) does not fit the window of ${window.tokens}: the runtime is likely to refuse it. Shorten it or raise -o num_ctx=….`,
    )
  } else if (promptTokens + maxTokens > window.tokens) {
    warnings.push(
      `The prompt (about ${promptTokens} tokens) and ${maxTokens} tokens of output may not fit the window of ${window.tokens}: a long sample ends there. Lower --max-tokens or raise -o num_ctx=….`,
    )
  }
  const ownStops = details.parameters['stop']
  if (options['stop'] !== undefined && ownStops !== undefined) {
    const list = ownStops.split('\n').map((text) => JSON.stringify(text))
    warnings.push(
      `The option stop takes the place of the stop texts that ${model.name} brings (${list.join(', ')}): name them too, or it may run on.`,
    )
  }
  if (promptMaker(details) === 'nobody') {
    warnings.push(
      `${model.name} has no chat template of its own: answers may be poor. Import it with a TEMPLATE.`,
    )
  }
  const think = thinkOf(input, warnings)
  return {
    request: {
      model: model.name,
      messages,
      options: { ...options, num_ctx: window.tokens, num_predict: maxTokens },
      ...defined({ keepAlive: input.keepAlive, think, format: input.format }),
    },
    limits: {
      ...limits,
      thinkingTokens: input.maxThinkingTokens ?? defaultMaxThinkingTokens(maxTokens),
      // The runtime ends there itself; this holds where it does not.
      allTokens: maxTokens,
    },
    windowTokens: window.tokens,
    promptTokensEstimate: promptTokens,
    promptTokensLeast: leastTokens(messages),
    warnings,
  }
}

/** The prompt with what is added to it, and the system text where one has to be sent. */
function messagesOf(input: PlanInput, warnings: string[]): Message[] {
  const { model, note = '', history = [], prompt, images = [], instruct } = input
  const { details, card } = model
  const added = instruct ? [card.answer.instruction] : []
  if (input.system !== undefined && card.thinkingNeedsSystem) {
    warnings.push(
      `--system replaces the text that makes ${model.name} think: it may answer without thinking.`,
    )
  }
  const system = input.system ?? systemToSend(details, card, note)
  if (system === undefined && note !== '') added.unshift(note)
  const content = [prompt, ...added].join('\n\n')
  const user: Message = { role: 'user', content, ...(images.length === 0 ? {} : { images }) }
  if (system === undefined) return [...history, user]
  const text = note === '' ? system : `${system}\n\n${note}`
  return [{ role: 'system', content: text }, ...history, user]
}

/**
 * The system text to send, or `undefined` to leave the model its own.
 *
 * A system message replaces the model's text in the runtime, so it is sent only to add a note to that text, or where the model
 * brings none, neither as text nor in its template, and its card says that it thinks only when told to.
 */
function systemToSend(details: ModelDetails, card: ModelCard, note: string): string | undefined {
  if (details.system !== '') return note === '' ? undefined : details.system
  const inTemplate = details.template.includes(card.thinkTags.open)
  return card.thinkingNeedsSystem && !inTemplate ? card.system : undefined
}

function thinkOf({ model, think }: PlanInput, warnings: string[]): Think | undefined {
  if (!model.details.capabilities.includes('thinking')) {
    if (think !== undefined && think !== false) {
      warnings.push(
        `${model.name} does not list the capability "thinking": --think is not sent; thinking in its text is split off.`,
      )
    }
    return undefined
  }
  return think ?? model.card.thinkByDefault
}

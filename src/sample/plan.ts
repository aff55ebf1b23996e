import { UsageError } from '../errors.ts'
import type { Limits } from '../guard/schema.ts'
import { defaultMaxThinkingTokens, defaultMaxTokens, estimateTokens, windowOf } from '../limits.ts'
import type { ModelCard } from '../model-card.ts'
import type { Preset } from '../preset.ts'
import type { Profile } from '../profile.ts'
import type { DrawRequest, Message, ModelDetails, RuntimeOptions, Think } from '../runtime/driver.ts'
import type { RuntimeOptionValues } from '../runtime-options.ts'

/** What a user asks for, beside the prompt: each overrides preset, profile or card. */
export interface PlanOverrides {
  readonly options?: RuntimeOptionValues
  /** `num_predict`. */
  readonly maxTokens?: number
  readonly maxThinkingTokens?: number
  readonly think?: Think
  /** Replaces the model's own system text. */
  readonly system?: string
  readonly firstPartMs?: number
  readonly idleMs?: number
  readonly totalMs?: number
}

/** All that decides what one prompt's requests say. */
export interface PlanInput {
  readonly model: { readonly name: string; readonly details: ModelDetails; readonly card: ModelCard }
  readonly preset: Preset
  readonly profile: Profile
  readonly overrides: PlanOverrides
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
  readonly warnings: readonly string[]
}

/**
 * Plans the requests for one prompt: flags over preset, profile and card. Pure.
 *
 * Always set: num_ctx, num_predict (above 0), temperature, top_p, top_k, min_p, repeat_penalty; runtimes have changed their defaults.
 * `think` is sent only to a model that lists the capability, since others refuse it.
 *
 * @throws UsageError for images to a model that cannot see.
 */
export function planSamples(input: PlanInput): SamplePlan {
  const { model, preset, profile, overrides, images = [] } = input
  const { details } = model
  const warnings: string[] = []
  if (images.length > 0 && !details.capabilities.includes('vision')) {
    throw new UsageError(`Model "${model.name}" cannot see images.`, {
      fix: 'Leave --image out, or use a model with vision, such as Magistral Small 2509.',
    })
  }
  const messages = messagesOf(input, warnings)
  const options = { ...preset.options, ...profile.options, ...overrides.options }
  const window = windowOf(options.num_ctx, details.trainedContext)
  if (window.clamped) {
    warnings.push(
      `The window of ${options.num_ctx} tokens is more than ${model.name} was trained with: ${window.tokens} are used.`,
    )
  }
  const promptTokens = estimateTokens(messages.map(({ content }) => content).join('\n'))
  const maxTokens =
    overrides.maxTokens ?? profile.limits.maxTokens ?? defaultMaxTokens(window.tokens, promptTokens)
  if (promptTokens + maxTokens > window.tokens) {
    warnings.push(
      `The prompt (about ${promptTokens} tokens) and ${maxTokens} tokens of output may not fit the window of ${window.tokens}: a long sample ends there. Lower --max-tokens or raise -o num_ctx=….`,
    )
  }
  if (/^\s*\{\{-?\s*\.Prompt\s*-?\}\}\s*$/.test(details.template)) {
    warnings.push(
      `${model.name} has no chat template of its own: answers may be poor. Import it with a TEMPLATE.`,
    )
  }
  const think = thinkOf(input, warnings)
  return {
    request: {
      model: model.name,
      messages,
      options: { ...options, num_ctx: window.tokens, num_predict: maxTokens } as RuntimeOptions,
      keepAlive: profile.keep_alive,
      ...(think === undefined ? {} : { think }),
      ...(input.format === undefined ? {} : { format: input.format }),
    },
    limits: {
      firstPartMs: overrides.firstPartMs ?? profile.limits.firstPartMs,
      idleMs: overrides.idleMs ?? profile.limits.idleMs,
      totalMs: overrides.totalMs ?? profile.limits.totalMs,
      thinkingTokens:
        overrides.maxThinkingTokens ??
        preset.maxThinkingTokens ??
        profile.limits.maxThinkingTokens ??
        defaultMaxThinkingTokens(maxTokens),
      // The runtime ends there itself; this holds where it does not.
      allTokens: maxTokens,
    },
    windowTokens: window.tokens,
    promptTokensEstimate: promptTokens,
    warnings,
  }
}

/** The prompt with what is added to it, and the system text where one has to be sent. */
function messagesOf(input: PlanInput, warnings: string[]): Message[] {
  const { model, preset, overrides, prompt, images = [], instruct } = input
  const { details, card } = model
  const note = preset.note ?? ''
  const added = instruct ? [card.answer.instruction] : []
  if (overrides.system !== undefined && card.thinkingNeedsSystem) {
    warnings.push(
      `--system replaces the text that makes ${model.name} think: it may answer without thinking.`,
    )
  }
  const system = overrides.system ?? systemToSend(details, card, note)
  if (system === undefined && note !== '') added.unshift(note)
  const content = [prompt, ...added].join('\n\n')
  const user: Message = { role: 'user', content, ...(images.length === 0 ? {} : { images }) }
  if (system === undefined) return [user]
  const text = note === '' ? system : `${system}\n\n${note}`
  return [{ role: 'system', content: text }, user]
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

function thinkOf({ model, preset, overrides }: PlanInput, warnings: string[]): Think | undefined {
  if (!model.details.capabilities.includes('thinking')) {
    if (overrides.think !== undefined && overrides.think !== false) {
      warnings.push(
        `${model.name} does not list the capability "thinking": --think is not sent; thinking in its text is split off.`,
      )
    }
    return undefined
  }
  return overrides.think ?? preset.think ?? model.card.thinkByDefault
}

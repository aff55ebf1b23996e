import type { ModelCard } from '../config/model-card-schema.ts'
import type { DrawRequest, Driver, Message, ModelDetails } from '../runtime/driver.ts'
import { knownTags, opensThinking } from '../stream/split-thinking.ts'

/** A thought that no prompt holds by chance, to see where the runtime puts it. */
const thought = 'Magi asks where this thought goes.'

type Renderer = Pick<Driver, 'renderPrompt'>

/**
 * Finds out how a runtime renders the prompts of a run, by asking for the prompt that it would render. What does not depend on the
 * problem is asked once, by the first request that needs it.
 */
export class PromptProbe {
  readonly #driver: Renderer
  readonly #card: ModelCard
  readonly #template: string
  #begins: Promise<boolean> | undefined
  #continues: Promise<boolean> | undefined

  constructor(
    driver: Renderer,
    { card, details }: { readonly card: ModelCard; readonly details: Pick<ModelDetails, 'template'> },
  ) {
    this.#driver = driver
    this.#card = card
    this.#template = details.template
  }

  /**
   * Whether what comes back begins inside the thinking, without an opening tag: the rendered prompt ends with one.
   *
   * A runtime that was told to think tells the two apart itself: asked is only where it was not, and where its template holds such
   * a tag at all.
   */
  beginsInThinking(request: DrawRequest, signal?: AbortSignal): Promise<boolean> {
    const tags = [...knownTags, this.#card.thinkTags]
    if (request.think !== undefined && request.think !== false) return Promise.resolve(false)
    if (!tags.some(({ open }) => this.#template.includes(open))) return Promise.resolve(false)
    this.#begins ??= this.rendered(request, request.messages, signal).then((prompt) =>
      opensThinking(prompt ?? '', tags),
    )
    return this.#begins
  }

  /** Whether a last assistant message, thinking and the beginning of an answer, is left open for the model to go on from. */
  continuesChat(request: DrawRequest, signal?: AbortSignal): Promise<boolean> {
    const { opening } = this.#card.answer
    const messages: Message[] = [
      ...request.messages,
      { role: 'assistant', thinking: thought, content: opening },
    ]
    this.#continues ??= this.rendered(request, messages, signal).then(
      (prompt) => prompt?.trimEnd().endsWith(opening.trimEnd()) === true && prompt.includes(thought),
    )
    return this.#continues
  }

  /** The prompt as the model would see it; nothing where the runtime does not tell: it refuses the messages, or knows no rendering. */
  async rendered(
    request: DrawRequest,
    messages: readonly Message[],
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    try {
      return await this.#driver.renderPrompt({ ...request, messages }, signal)
    } catch {
      return undefined
    }
  }
}

/** Tokens of the window that are kept free of output for a prompt of ordinary size, so that prompts do not change the limit. */
const promptReserve = 2_048

/**
 * A careful guess at the tokens of a text, made before the runtime has counted: its UTF-8 bytes by 3, rounded up.
 *
 * Too high rather than too low: English text has about 4 bytes a token and most scripts of more bytes a character no more than one
 * token a character. Replace it by the runtime's count when there is one.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3)
}

/**
 * Tokens that messages have at the least: one for each word, that is each run of characters without white space.
 *
 * The tokenizers in use cut a text at its white space before they look for tokens, so that none spans two words; most words are more than one.
 */
export function leastTokens(messages: readonly { readonly content: string }[]): number {
  return messages.reduce((sum, { content }) => sum + (content.match(/\S+/g)?.length ?? 0), 0)
}

/**
 * A careful guess at the tokens of a prompt as the model will see it: its messages, the model's own system text where none is sent in its place, and
 * what its template writes round them.
 */
export function estimatePromptTokens(
  messages: readonly { readonly role: string; readonly content: string }[],
  { template, system }: { readonly template: string; readonly system: string },
): number {
  const ownSystem = messages.some(({ role }) => role === 'system') ? '' : system
  const texts = [...messages.map(({ content }) => content), ownSystem, templateText(template)]
  return estimateTokens(texts.filter((text) => text !== '').join('\n'))
}

/** What a template may write of its own: the text outside its instructions, and the long texts within them. */
function templateText(template: string): string {
  const instructions = /\{[{%].*?[%}]\}/gs
  const quoted = [...template.matchAll(instructions)].flatMap(([instruction]) =>
    [...instruction.matchAll(/'([^']{40,})'|"([^"]{40,})"/g)].map(
      ([, single, double]) => single ?? double ?? '',
    ),
  )
  return [template.replace(instructions, ''), ...quoted].join('').replace(/\s+/g, ' ').trim()
}

/**
 * Default of the output limit (`num_predict`): what the window leaves beside the prompt.
 *
 * window - max(2048, prompt + 1), and no more than three quarters of a small window. While prompt + output stay below the window
 * the runtime neither shifts nor cuts anything. The same for every prompt up to 2,047 tokens, so problems compare.
 *
 * @param windowTokens - `num_ctx`, or the trained window if that is smaller.
 * @param promptTokens - Tokens of the prompt, counted or estimated.
 * @returns Tokens, at least 1, even where the prompt fills the window: then the runtime's refusal gives the numbers.
 */
export function defaultMaxTokens(windowTokens: number, promptTokens: number): number {
  const reserve = Math.max(Math.min(promptReserve, Math.floor(windowTokens / 4)), promptTokens + 1)
  return Math.max(1, windowTokens - reserve)
}

/**
 * The window that a sample really gets: the runtime clamps what is asked to what the model was trained with, and only its own log
 * says so.
 *
 * @param asked - `num_ctx` as asked.
 * @param trained - The model's trained window, where the runtime tells it.
 */
export function windowOf(asked: number, trained: number | undefined): { tokens: number; clamped: boolean } {
  const clamped = trained !== undefined && trained < asked
  return { tokens: clamped ? trained : asked, clamped }
}

/** Tokens that the thinking limit leaves for the answer, out of the output limit. */
const answerTokens = 1_024

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
 * Default of the thinking limit: what the output limit leaves beside 1,024 tokens for the answer; half of a small output limit.
 *
 * @param maxTokens - The output limit (`num_predict`), 1 or more.
 * @returns Tokens, at least 1.
 */
export function defaultMaxThinkingTokens(maxTokens: number): number {
  return Math.max(1, maxTokens - Math.min(answerTokens, Math.ceil(maxTokens / 2)))
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

/** Tokens that the thinking limit leaves for the answer, out of the output limit. */
const answerTokens = 1_024

/** An output limit of this many tokens or fewer has no thinking limit of its own: how much of it is thinking is the model's affair. */
const unsplitTokens = 1_024

/**
 * Default of the thinking limit: what the output limit leaves beside 1,024 tokens for the answer. Of an output limit below 3,072 it leaves half of
 * what is above 1,024, and a smaller one is not split: a model that thinks for most of it may answer in a few words.
 *
 * @param maxTokens - The output limit (`num_predict`), 1 or more.
 * @returns Tokens, at least 1.
 */
export function defaultMaxThinkingTokens(maxTokens: number): number {
  return maxTokens - Math.min(answerTokens, Math.max(0, Math.ceil((maxTokens - unsplitTokens) / 2)))
}

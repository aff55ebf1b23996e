/** A number of tokens, as a sentence says it. */
export function tokensText(tokens: number): string {
  return tokens === 1 ? '1 token' : `${tokens} tokens`
}

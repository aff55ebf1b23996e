import type { Guard } from './guard.ts'

const budgets = {
  thinking: { name: 'thinking-budget', what: 'thinking tokens', change: '--max-thinking-tokens' },
  answer: { name: 'answer-budget', what: 'answer tokens', change: 'answerTokens of the limits' },
  all: { name: 'token-budget', what: 'tokens', change: '--max-tokens' },
} as const

/** Which tokens a budget counts: those of the thinking, of the answer, or both. */
export type Budget = keyof typeof budgets

/**
 * Ends a sample that writes more tokens than it may. Trips on the part that exceeds the budget, never at the limit itself.
 *
 * Tokens are counted as they come, by the parts; tags and tokens without text that the runtime counts too are not in it.
 *
 * @param budget - Which tokens count.
 * @param limit - Most tokens allowed, a whole number > 0.
 * @param total - Most tokens of the whole sample, for the message, where the limit of thinking is what that leaves beside an answer.
 */
export function tokenBudgetGuard(budget: Budget, limit: number, total?: number): Guard {
  const { name, what, change } = budgets[budget]
  let thinking = 0
  let answer = 0
  const spent = () => (budget === 'all' ? thinking + answer : budget === 'thinking' ? thinking : answer)
  return {
    name,
    inspect(event) {
      if (event.type === 'thinking-delta') thinking += event.tokens
      else if (event.type === 'answer-delta') answer += event.tokens
      else if (event.type === 'recast') {
        thinking += answer
        answer = 0
      } else return undefined
      const tokens = spent()
      const ofTotal = total === undefined ? '' : `, what ${total} in all leave beside an answer`
      return tokens > limit
        ? `${tokens} ${what}, ${limit} allowed${ofTotal}; ${change} changes the limit`
        : undefined
    },
    wakeAtMs: () => Number.POSITIVE_INFINITY,
  }
}

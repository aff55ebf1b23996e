import { describe, expect, it } from 'vitest'
import { tokenBudgetGuard } from '../../src/guard/token-budget.ts'

const thinking = (tokens: number) => ({ type: 'thinking-delta', text: 'x', tokens }) as const
const answer = (tokens: number) => ({ type: 'answer-delta', text: 'x', tokens }) as const

describe('token budget guard', () => {
  it('trips on the part that exceeds the budget, not on the one that reaches it', () => {
    const guard = tokenBudgetGuard('thinking', 3)
    expect(guard.inspect(thinking(3), 0)).toBeUndefined()
    expect(guard.inspect(thinking(0), 0)).toBeUndefined()
    expect(guard.inspect(thinking(1), 0)).toBe(
      '4 thinking tokens, 3 allowed; --max-thinking-tokens changes the limit',
    )
  })

  it('counts only what its budget is for', () => {
    const ofThinking = tokenBudgetGuard('thinking', 10)
    const ofAnswer = tokenBudgetGuard('answer', 10)
    const ofAll = tokenBudgetGuard('all', 20)
    for (const guard of [ofThinking, ofAnswer, ofAll]) {
      guard.inspect(thinking(4), 0)
      guard.inspect({ type: 'wake' }, 0)
      guard.inspect(answer(6), 0)
      guard.inspect(
        { type: 'end', end: { type: 'finished', reason: 'stop' }, usage: { outputTokens: 99 } },
        0,
      )
    }
    expect(ofThinking.inspect(thinking(7), 0)).toBe(
      '11 thinking tokens, 10 allowed; --max-thinking-tokens changes the limit',
    )
    expect(ofAnswer.inspect(answer(5), 0)).toBe(
      '11 answer tokens, 10 allowed; answerTokens of the limits changes the limit',
    )
    expect(ofAll.inspect(answer(11), 0)).toBe('21 tokens, 20 allowed; --max-tokens changes the limit')
  })

  it('needs no clock', () => {
    expect(tokenBudgetGuard('all', 8).wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
  })
})

import { describe, expect, it } from 'vitest'
import { guardsFor } from '../../src/guard/guards.ts'
import { limitsSchema } from '../../src/guard/schema.ts'

describe('guards of a sample', () => {
  it('has a guard for each limit that is set, in the order in which reasons count', () => {
    const limits = {
      allTokens: 6,
      answerTokens: 5,
      thinkingTokens: 4,
      totalMs: 3,
      idleMs: 2,
      firstPartMs: 1,
    }
    expect(guardsFor(limits).map((guard) => guard.name)).toEqual([
      'first-part-timeout',
      'idle-timeout',
      'total-timeout',
      'thinking-budget',
      'answer-budget',
      'token-budget',
    ])
  })

  it('has none for a limit that is left out', () => {
    expect(guardsFor({ idleMs: 2 }).map((guard) => guard.name)).toEqual(['idle-timeout'])
  })

  it('makes guards of its own for each sample', () => {
    const limits = { allTokens: 10 }
    const [first] = guardsFor(limits)
    const [second] = guardsFor(limits)
    first?.inspect({ type: 'answer-delta', text: 'x', tokens: 5 }, 0)
    expect([first?.used?.(), second?.used?.()]).toEqual([0.5, 0])
  })
})

describe('limits as they are written', () => {
  it('names a misspelt limit and one that makes no sense', () => {
    const { error } = limitsSchema.safeParse({ idelMs: 5, totalMs: 0, allTokens: 1.5 })
    expect(error?.issues.map((issue) => [issue.path.join('.'), issue.code])).toEqual([
      ['totalMs', 'too_small'],
      ['allTokens', 'invalid_type'],
      ['', 'unrecognized_keys'],
    ])
  })
})

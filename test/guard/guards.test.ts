import { describe, expect, it } from 'vitest'
import { guardsFor } from '../../src/guard/guards.ts'
import { loopDefaults } from '../../src/guard/loop-settings.ts'
import { type Limits, limitsSchema } from '../../src/guard/schema.ts'

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
      'thinking-loop',
      'answer-loop',
    ])
  })

  it('has none for a limit that is left out, but watches for loops unless told not to', () => {
    const names = (limits: Limits) => guardsFor(limits).map((guard) => guard.name)
    expect(names({ idleMs: 2 })).toEqual(['idle-timeout', 'thinking-loop', 'answer-loop'])
    expect(names({ idleMs: 2, loop: false })).toEqual(['idle-timeout'])
    expect(names({ loop: { thinking: false, answer: loopDefaults.answer } })).toEqual(['answer-loop'])
  })

  it('gives each of the two texts its own loop settings', () => {
    const { loop } = limitsSchema.parse({ loop: { answer: { period: { repeats: 9, sentenceChars: 500 } } } })
    expect(loop).toEqual({
      thinking: loopDefaults.thinking,
      answer: {
        ...loopDefaults.answer,
        period: { ...loopDefaults.answer.period, repeats: 9, sentenceChars: 500 },
      },
    })
    const guards = guardsFor({ loop })
    const text = 'So the answer must be seven, or perhaps not. '.repeat(8)
    const trips = (['thinking-delta', 'answer-delta'] as const).map((type, i) =>
      guards[i]?.inspect({ type, text, tokens: 1 }, 0),
    )
    expect(trips).toEqual([expect.stringContaining('at character 200'), undefined])
  })

  it('makes guards of its own for each sample', () => {
    const limits = { allTokens: 10, loop: false } as const
    const [first] = guardsFor(limits)
    const [second] = guardsFor(limits)
    const part = { type: 'answer-delta', text: 'x', tokens: 6 } as const
    expect([first, first, second].map((guard) => guard?.inspect(part, 0))).toEqual([
      undefined,
      expect.stringContaining('12 tokens, 10 allowed'),
      undefined,
    ])
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

  it('names a misspelt loop setting', () => {
    const { error } = limitsSchema.safeParse({ loop: { thinking: { nothingNew: { shares: 0.5 } } } })
    expect(error?.message).toContain('shares')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Budget, type BudgetLimits, createBudget } from '../../../src/experiment/budget.ts'

const start = (problems: number, limits: BudgetLimits, slots = 1, most = 40) =>
  createBudget({ problems, limits, most, slots })

/** Launches and brings back a sample at a time, and says for which problem each was. */
function spend(
  budget: Budget,
  answers: readonly (readonly number[])[],
  tokensEach: readonly number[] = [],
): number[] {
  const order: number[] = []
  const drawn = answers.map(() => 0)
  for (let problem = budget.next(0); problem !== undefined; problem = budget.next(0)) {
    order.push(problem)
    const count = (drawn[problem] ?? 0) + 1
    drawn[problem] = count
    const given = (answers[problem] ?? []).slice(0, count)
    const counts = [...new Set(given)].map((answer) => given.filter((other) => other === answer).length)
    counts.sort((left, right) => right - left)
    budget.update(problem, { counts, drawn: count, tokens: count * (tokensEach[problem] ?? 100) })
  }
  return order
}

describe('createBudget', () => {
  it('gives every problem one sample, then goes where the vote is most at risk', () => {
    const agreed = [0, 0, 0, 0, 0, 0]
    const split = [0, 1, 0, 1, 0, 0]
    const order = spend(start(3, { samples: 13 }), [agreed, split, agreed])
    expect(order.join(' ')).toBe('0 1 2 0 1 1 2 1 1 1 1 1 1')
  })

  it('keeps problems without a vote on top, those with fewer samples first', () => {
    const abstained: number[] = []
    const budget = start(3, { samples: 5 })
    for (const problem of [0, 1, 2]) {
      expect(budget.next(0)).toBe(problem)
      budget.update(problem, { counts: problem === 1 ? [1] : abstained, drawn: 1, tokens: 1 })
    }
    expect(budget.next(0)).toBe(0)
    budget.update(0, { counts: abstained, drawn: 2, tokens: 2 })
    expect(budget.next(0)).toBe(2)
  })

  it('stops at the mean, the samples, the tokens or the time, whichever comes first', () => {
    const answers = [
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ]
    expect(spend(start(2, { mean: 2.5 }), answers)).toHaveLength(5)
    expect(spend(start(2, { mean: 3, samples: 4 }), answers)).toHaveLength(4)
    expect(spend(start(2, { mean: 3, tokens: 250 }), answers)).toHaveLength(3)
    const timed = start(2, { timeMs: 1000 })
    expect([timed.next(999), timed.next(1000)]).toEqual([0, undefined])
  })

  it('has at most one in flight a problem while more problems than slots can use a sample', () => {
    const budget = start(3, { samples: 20 }, 2)
    expect([budget.next(0), budget.next(0), budget.next(0), budget.next(0)]).toEqual([0, 1, 2, undefined])
    budget.update(1, { counts: [1], drawn: 1, tokens: 10 })
    expect(budget.next(0)).toBe(1)
  })

  it('shares the slots among problems that are fewer than these', () => {
    const budget = start(2, { samples: 20 }, 4)
    const launched = [1, 2, 3, 4, 5].map(() => budget.next(0))
    expect(launched).toEqual([0, 1, 0, 1, undefined])
  })

  it('gives nothing further to a vote that cannot change, and no more than the most to any', () => {
    const same = [0, 0, 0, 0, 0, 0, 0, 0]
    expect(spend(start(1, { samples: 50 }, 1, 8), [same])).toHaveLength(4)
    expect(spend(start(1, { samples: 50 }, 1, 8), [[0, 1, 0, 1, 0, 1, 0, 1]])).toHaveLength(8)
  })

  it('goes by the risk of 16 samples first where few can be spent', () => {
    const next = (mean: number) => {
      const budget = start(8, { mean })
      for (let problem = 0; problem < 8; problem++)
        budget.update(problem, { counts: [2], drawn: 2, tokens: 2 })
      // Of 40 samples this vote is the most at risk; of 16 the one that is left cannot change it.
      budget.update(6, { counts: [6, 3], drawn: 15, tokens: 15 })
      return budget.next(0)
    }
    expect([next(20), next(4)]).toEqual([6, 0])
  })

  it('prefers a problem with short samples where tokens are short', () => {
    const next = (limits: BudgetLimits) => {
      const budget = start(2, limits)
      budget.update(0, { counts: [2], drawn: 2, tokens: 20_000 })
      budget.update(1, { counts: [3], drawn: 3, tokens: 300 })
      return budget.next(0)
    }
    expect([next({ samples: 100 }), next({ tokens: 25_000 }), next({ tokens: 10_000_000 })]).toEqual([
      0, 1, 0,
    ])
  })

  it('counts what an earlier part of the run drew', () => {
    const budget = start(2, { samples: 5 })
    budget.update(0, { counts: [2], drawn: 3, tokens: 30 })
    expect(budget.launched()).toBe(3)
    expect([budget.next(0), budget.next(0), budget.next(0)]).toEqual([1, 0, undefined])
    expect(budget.launched()).toBe(5)
  })

  it('takes back a launch that drew nothing', () => {
    const budget = start(2, { samples: 2 }, 2)
    expect([budget.next(0), budget.next(0), budget.next(0)]).toEqual([0, 1, undefined])
    budget.withdraw(0)
    expect([budget.launched(), budget.next(0), budget.next(0)]).toEqual([1, 0, undefined])
    budget.update(1, { counts: [1], drawn: 1, tokens: 5 })
    budget.withdraw(1)
    expect(budget.launched()).toBe(2)
  })

  it('draws again for a problem whose failed samples were set aside, and keeps them spent', () => {
    const budget = start(1, { samples: 3 })
    budget.next(0)
    budget.update(0, { counts: [], drawn: 1, tokens: 5 })
    budget.update(0, { counts: [], drawn: 0, tokens: 5 })
    expect([budget.launched(), budget.next(0)]).toEqual([1, 0])
    budget.update(0, { counts: [1], drawn: 1, tokens: 9 })
    expect([budget.launched(), budget.next(0)]).toEqual([2, 0])
  })

  it('refuses a problem that is not there', () => {
    expect(() => start(2, { samples: 5 }).update(2, { counts: [], drawn: 1, tokens: 0 })).toThrow(
      'no problem 2 of 2',
    )
  })

  it('never spends more samples than it has, nor more than the most on one problem', () => {
    const answers = fc.array(fc.array(fc.nat({ max: 2 }), { minLength: 12, maxLength: 12 }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 60 }), (given, samples) => {
        const order = spend(start(given.length, { samples }, 1, 12), given)
        expect(order.length).toBeLessThanOrEqual(samples)
        for (const problem of given.keys()) {
          expect(order.filter((other) => other === problem).length).toBeLessThanOrEqual(12)
        }
        const firsts = new Set(order.slice(0, given.length))
        expect(firsts.size).toBe(Math.min(given.length, order.length))
      }),
    )
  })
})

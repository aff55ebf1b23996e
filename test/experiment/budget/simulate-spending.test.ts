import { describe, expect, it } from 'vitest'
import { simulateSpending } from '../../../src/experiment/simulate-spending.ts'

const agreed = { classes: Array.from({ length: 8 }, () => 0), tokens: Array.from({ length: 8 }, () => 10) }
const split = { classes: [1, 0, 0, 1, 0, 0, 0, 0], tokens: Array.from({ length: 8 }, () => 50) }
const silent = { classes: [-1, -1, 2, 2, 2, 2, 2, 2] }

describe('simulateSpending', () => {
  it('spends recorded samples where the vote is at risk', () => {
    const simulated = simulateSpending([agreed, split], {
      limits: { samples: 7 },
      most: 8,
      slots: 1,
      tie: 'first',
    })
    expect(simulated).toMatchObject({
      outcomes: [
        { type: 'won', answer: 0 },
        { type: 'won', answer: 0 },
      ],
      drawn: [2, 5],
      tokens: 20 + 250,
    })
    expect(simulated.expectedAgreement).toBeGreaterThan(0.8)
    expect(simulated.expectedAgreement).toBeLessThan(1)
  })

  it('takes all that the votes can use where the budget allows it', () => {
    const plan = { limits: { mean: 40 }, most: 8, slots: 3, tie: 'declare' } as const
    const { outcomes, drawn, expectedAgreement } = simulateSpending([agreed, split, silent], plan)
    expect(outcomes).toEqual([
      { type: 'won', answer: 0 },
      { type: 'won', answer: 0 },
      { type: 'won', answer: 2 },
    ])
    expect(drawn.every((count) => count >= 4 && count <= 8)).toBe(true)
    expect(expectedAgreement).toBe(1)
  })

  it('leaves the votes as they are when it is spent early', () => {
    const plan = { limits: { samples: 3 }, most: 8, slots: 1, tie: 'declare' } as const
    const { outcomes } = simulateSpending([silent, split, split], plan)
    expect(outcomes).toEqual([{ type: 'no-answers' }, { type: 'won', answer: 1 }, { type: 'won', answer: 1 }])
  })
})

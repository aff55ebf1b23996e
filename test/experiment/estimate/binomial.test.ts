import { describe, expect, it } from 'vitest'
import { binomialProbabilities, signTestPValue } from '../../../src/experiment/estimate/binomial.ts'

describe('binomial', () => {
  it('gives the probabilities of tosses of a coin', () => {
    const probabilities = [...binomialProbabilities(4, 0.5)]
    ;[1, 4, 6, 4, 1].forEach((ways, x) => {
      expect(probabilities[x]).toBeCloseTo(ways / 16, 14)
    })
  })

  it('adds up to one for many trials', () => {
    const sum = binomialProbabilities(5000, 0.013).reduce((total, p) => total + p, 0)
    expect(sum).toBeCloseTo(1, 10)
  })
})

describe('exact sign test', () => {
  it.each([
    [0, 0, 1],
    [1, 1, 1],
    [5, 0, 2 / 32],
    [0, 5, 2 / 32],
    [8, 1, (2 * (1 + 9)) / 512],
    [3, 3, 1],
    // Worked example of McNemar's exact test, 2 against 10 discordant pairs: 2 · (1 + 12 + 66) / 4096.
    [2, 10, 158 / 4096],
  ])('of %i wins and %i losses is %d', (wins, losses, p) => {
    expect(signTestPValue(wins, losses)).toBeCloseTo(p, 12)
  })
})

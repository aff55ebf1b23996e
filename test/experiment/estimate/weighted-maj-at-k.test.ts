import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { majAtK } from '../../../src/experiment/estimate/maj-at-k.ts'
import { countVotes, type ProblemOutcome } from '../../../src/experiment/estimate/outcome.ts'
import { weightedMajAtK } from '../../../src/experiment/estimate/weighted-maj-at-k.ts'

const simulation = { draws: 4000, seed: 9 }

function problem(
  ballots: readonly (readonly [cluster: number, weight: number] | undefined)[],
): ProblemOutcome {
  return {
    id: 'p',
    samples: ballots.map((ballot) => (ballot === undefined ? {} : { cluster: ballot[0], weight: ballot[1] })),
    correct: [0],
  }
}

describe('weighted maj@k', () => {
  it('is plain maj@k, exactly, where all weights are equal', () => {
    const ballot = fc.option(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constant(0.3)), { nil: undefined })
    fc.assert(
      fc.property(fc.array(ballot, { minLength: 1, maxLength: 40 }), (ballots) => {
        const outcome = problem(ballots)
        const ks = [1, Math.ceil(ballots.length / 2), ballots.length]
        const plain = majAtK(countVotes(outcome), ks)
        expect(weightedMajAtK(outcome, ks, simulation)).toEqual(ks.map((k, i) => ({ k, value: plain[i] })))
      }),
      { numRuns: 40 },
    )
  })

  it('lets a heavy vote beat two light ones', () => {
    const outcome = problem([
      [0, 2.5],
      [1, 1],
      [1, 1],
    ])
    expect(weightedMajAtK(outcome, [1, 2, 3], simulation)).toEqual([
      { k: 1, value: 1 / 3 },
      { k: 2, value: 2 / 3 },
      { k: 3, value: 1 },
    ])
  })

  it('breaks a tie of weights at random, also where the sums round differently', () => {
    const outcome = problem([
      [0, 0.1],
      [0, 0.2],
      [1, 0.3],
    ])
    expect(weightedMajAtK(outcome, [3], simulation)).toEqual([{ k: 3, value: 0.5 }])
  })

  it('lets weight 0 abstain', () => {
    const outcome = problem([[0, 1], [1, 0], undefined])
    expect(weightedMajAtK(outcome, [1, 3], simulation)).toEqual([
      { k: 1, value: expect.closeTo(1 / 3, 12) },
      { k: 3, value: expect.closeTo(1, 12) },
    ])
  })

  it('simulates what cannot be tried out, near the exact value and with an honest error', () => {
    // One weight a hair off forces the simulation; the votes are those of plain maj@k.
    const ballots = Array.from(
      { length: 40 },
      (_, i) => [i < 18 ? 0 : i < 34 ? 1 : 2, i === 39 ? 1.0001 : 1] as const,
    )
    const outcome = problem(ballots)
    const [exact = 0] = majAtK(countVotes(outcome), [11])
    const [simulated] = weightedMajAtK(outcome, [11], simulation)
    expect(simulated?.simulationError).toBeGreaterThan(0)
    expect(Math.abs((simulated?.value ?? 0) - exact)).toBeLessThan(4 * (simulated?.simulationError ?? 0))
    expect(weightedMajAtK(outcome, [11], simulation)).toEqual([simulated])
  })

  it('refuses weights that are no weights', () => {
    expect(() => weightedMajAtK(problem([[0, -1]]), [1], simulation)).toThrow('weight = -1')
    expect(() => weightedMajAtK(problem([[0, Number.NaN]]), [1], simulation)).toThrow(RangeError)
    expect(() => weightedMajAtK(problem([[0, 1]]), [2], simulation)).toThrow('k = 2')
  })
})

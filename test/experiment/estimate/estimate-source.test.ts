import { describe, expect, it } from 'vitest'
import { estimateSource } from '../../../src/experiment/estimate/estimate-source.ts'
import type { ProblemOutcome, SampleOutcome } from '../../../src/experiment/estimate/outcome.ts'

const resampling = { draws: 500, seed: 2 }

/** One letter a sample: R right, W wrong, X another wrong, T truncated, L looped, G tripped, F failed, N finished without an answer. */
function outcome(id: string, letters: string, more: Partial<ProblemOutcome> = {}): ProblemOutcome {
  const samples = [...letters].map((letter): SampleOutcome => {
    const cluster = { R: 0, W: 1, X: 2 }[letter]
    const ending = ({ T: 'truncated', L: 'looped', G: 'tripped', F: 'failed' } as const)[letter] ?? 'finished'
    return { ending, ...(cluster === undefined ? {} : { cluster }), tokens: 100, elapsedMs: 2000 }
  })
  return { id, samples, correct: [0], winner: 0, ...more }
}

describe('figures of a source', () => {
  it('are the known ones on a small run', () => {
    const estimates = estimateSource(
      [outcome('a', 'RRRW'), outcome('b', 'WWXR', { winner: 1 }), outcome('c', 'RTLN'), outcome('d', 'GFRR')],
      { resampling },
    )
    const value = (estimate: { mean: number } | undefined) => estimate?.mean
    expect(estimates.problems).toBe(4)
    expect(estimates.samples).toBe(16)
    expect(value(estimates.passAt1)).toBeCloseTo((0.75 + 0.25 + 0.25 + 0.5) / 4, 12)
    expect(value(estimates.voteAccuracy)).toBe(0.75)
    expect(value(estimates.answerRate)).toBe(11 / 16)
    expect(value(estimates.truncationRate)).toBe(1 / 16)
    expect(value(estimates.loopRate)).toBe(1 / 16)
    expect(value(estimates.tripRate)).toBe(1 / 16)
    expect(value(estimates.failureRate)).toBe(1 / 16)
    expect(value(estimates.samplesPerProblem)).toBe(4)
    expect(value(estimates.tokensPerProblem)).toBe(400)
    expect(value(estimates.tokensPerCorrectSample)).toBeCloseTo(1600 / 7, 12)
    expect(value(estimates.tokensPerCorrectVote)).toBeCloseTo(1600 / 3, 12)
    expect(value(estimates.secondsPerCorrectSample)).toBeCloseTo(32 / 7, 12)
    expect(value(estimates.secondsPerCorrectVote)).toBeCloseTo(32 / 3, 12)
    expect(estimates.passAtK.map(({ k }) => k)).toEqual([1, 2, 3, 4])
    expect(estimates.passAtK[3]?.mean).toBe(1)
    // The vote of all four: right in a, c and d, wrong in b.
    expect(estimates.majAtK[3]?.mean).toBeCloseTo(0.75, 12)
    expect(estimates.majAtK[0]?.mean).toBeCloseTo(estimates.passAt1?.mean ?? Number.NaN, 12)
    expect(estimates.majAtK[0]?.standardError).toBeCloseTo(estimates.passAt1?.standardError ?? Number.NaN, 12)
    expect(estimates.weightedMajAtK).toEqual([])
    expect(estimates.absent).toEqual([])
  })

  it('under a stop rule are those of the first samples, the vote and the cost of the whole, and the reason is given', () => {
    const estimates = estimateSource(
      [outcome('a', 'RRR'), outcome('b', 'WRRWR'), outcome('c', 'WRWW', { winner: 1 })],
      {
        drawing: { type: 'stopped', rule: 'predictive:0.005', min: 2 },
        resampling,
      },
    )
    expect(estimates.passAt1?.mean).toBeCloseTo(2 / 3, 12)
    expect(estimates.majAtK.map(({ k }) => k)).toEqual([1, 2])
    expect(estimates.answerRate?.mean).toBe(1)
    expect(estimates.voteAccuracy?.mean).toBeCloseTo(2 / 3, 12)
    expect(estimates.tokensPerProblem?.mean).toBeCloseTo(400, 12)
    expect(estimates.absent.map(({ figure }) => figure)).toEqual([
      'samples',
      'tokensPerCorrectVote.interval',
      'secondsPerCorrectVote.interval',
    ])
    expect(estimates.absent[0]?.reason).toContain('predictive:0.005')
    expect(estimates.absent[0]?.reason).toContain('first 2')
  })

  it('leave out problems that do not have their samples yet', () => {
    const estimates = estimateSource(
      [outcome('a', 'RRRR'), outcome('b', 'RWRR'), outcome('c', 'W'), outcome('d', '')],
      {
        planned: 4,
        resampling,
      },
    )
    expect(estimates.problems).toBe(2)
    expect(estimates.passAt1?.mean).toBe(0.875)
    expect(estimates.absent).toEqual([
      { figure: 'problems', reason: '2 of 4 do not have all their samples yet' },
    ])
  })

  it('are absent with a reason where they are not defined', () => {
    const bare = { id: 'a', samples: [{ cluster: 0 }, { cluster: 0 }] }
    const estimates = estimateSource([bare, { ...bare, id: 'b' }], { ks: [1, 2, 8], resampling })
    expect(estimates).not.toHaveProperty('passAt1')
    expect(estimates.majAtK).toEqual([])
    expect(Object.fromEntries(estimates.absent.map(({ figure, reason }) => [figure, reason]))).toEqual({
      passAt1: 'no right answer is known',
      voteAccuracy: 'no right answer is known',
      truncationRate: '4 of 4 samples have no record of how they ended',
      loopRate: '4 of 4 samples have no record of how they ended',
      tripRate: '4 of 4 samples have no record of how they ended',
      failureRate: '4 of 4 samples have no record of how they ended',
      tokensPerProblem: '4 of 4 samples have no record of a token count',
      tokensPerCorrectSample: 'no right answer is known',
      tokensPerCorrectVote: 'no right answer is known',
      secondsPerCorrectSample: 'no right answer is known',
      secondsPerCorrectVote: 'no right answer is known',
      'k = 8': 'problem "a" has only 2 samples',
    })
  })

  it('give no cost of right answers where none was right', () => {
    const estimates = estimateSource([outcome('a', 'WW', { winner: 1 }), outcome('b', 'WX', { winner: 1 })], {
      resampling,
    })
    expect(estimates.passAt1?.mean).toBe(0)
    expect(estimates).not.toHaveProperty('tokensPerCorrectSample')
    expect(estimates.absent).toContainEqual({
      figure: 'tokensPerCorrectSample',
      reason: 'no sample was right',
    })
    expect(estimates.absent).toContainEqual({ figure: 'tokensPerCorrectVote', reason: 'no vote was right' })
  })

  it('say of a single problem what was seen, and no more', () => {
    const estimates = estimateSource([outcome('a', 'RRW')], { resampling })
    const spread = 1.959963984540054 * Math.sqrt(2 / 9 / 2)
    expect(estimates.passAt1).toEqual({
      mean: 2 / 3,
      sameProblems: [expect.closeTo(2 / 3 - spread, 12), 1],
      problems: 1,
    })
    expect(estimates.absent).toContainEqual({
      figure: 'passAt1.interval',
      reason: 'one problem only: there is no spread between problems to judge by',
    })
  })

  it('of nothing are nothing', () => {
    expect(estimateSource([])).toEqual({
      problems: 0,
      samples: 0,
      passAtK: [],
      passAllK: [],
      majAtK: [],
      weightedMajAtK: [],
      absent: [],
    })
  })

  it('hold the weighted vote where weights differ', () => {
    const samples = [
      { cluster: 0, weight: 3 },
      { cluster: 1, weight: 1 },
      { cluster: 1, weight: 1 },
    ]
    const problems = ['a', 'b'].map((id) => ({ id, samples, correct: [0] }))
    const estimates = estimateSource(problems, { resampling })
    expect(estimates.majAtK.map(({ mean }) => mean)).toEqual([
      1 / 3,
      expect.closeTo(1 / 3, 12),
      expect.closeTo(0, 12),
    ])
    expect(estimates.weightedMajAtK.map(({ k, mean }) => [k, mean])).toEqual([
      [1, 1 / 3],
      [2, 2 / 3],
      [3, 1],
    ])
  })
})

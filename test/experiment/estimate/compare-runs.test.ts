import { describe, expect, it } from 'vitest'
import { compareRuns } from '../../../src/experiment/estimate/compare-runs.ts'
import type { ProblemOutcome } from '../../../src/experiment/estimate/outcome.ts'

const resampling = { draws: 500, seed: 2 }

function run(rows: Record<string, { votes: string; tokens?: number; winner?: number }>): ProblemOutcome[] {
  return Object.entries(rows).map(([id, { votes, tokens, winner }]) => ({
    id,
    samples: [...votes].map((vote) => ({
      ...(vote === '-' ? {} : { cluster: Number(vote) }),
      ...(tokens === undefined ? {} : { tokens }),
    })),
    correct: [0],
    ...(winner === undefined ? {} : { winner }),
  }))
}

describe('two runs on the same problems', () => {
  it('are compared problem by problem', () => {
    const first = run({
      a: { votes: '0011', winner: 1 },
      b: { votes: '1111', winner: 1 },
      c: { votes: '0000', winner: 0 },
      d: { votes: '0001', winner: 0 },
      gone: { votes: '00' },
    })
    const second = run({
      a: { votes: '0000', winner: 0 },
      b: { votes: '0001', winner: 0 },
      c: { votes: '0000', winner: 0 },
      d: { votes: '1110', winner: 1 },
    })
    const comparison = compareRuns(first, second, { resampling })
    expect(comparison.problems).toBe(4)
    expect(comparison.leftOut).toBe(1)
    expect(comparison.passAt1).toMatchObject({
      first: 0.5625,
      second: 0.75,
      wins: 2,
      losses: 1,
      level: 1,
      // Differences 0.5, 0.75, -0.5 and 0: six of the eight ways of signs are as far from 0.
      pValue: 0.75,
    })
    expect(comparison.passAt1?.difference.mean).toBeCloseTo(0.1875, 12)
    // Votes: a and b gained, d lost, c kept.
    expect(comparison.vote).toMatchObject({
      first: 0.5,
      second: 0.75,
      wins: 2,
      losses: 1,
      level: 1,
      pValue: 1,
    })
    expect(comparison.majAtK.map(({ k }) => k)).toEqual([1, 2, 4])
    expect(comparison.majAtK[0]?.difference.mean).toBeCloseTo(0.1875, 12)
    expect(comparison.absent).toEqual([
      { figure: 'equalTokens', reason: 'some samples have no record of a token count' },
    ])
  })

  it('are compared at equal tokens: one dear sample against three cheap ones', () => {
    const first = run({ a: { votes: '000', tokens: 300 }, b: { votes: '001', tokens: 300 } })
    const second = run({ a: { votes: '000000', tokens: 100 }, b: { votes: '001111', tokens: 100 } })
    const { equalTokens } = compareRuns(first, second, { resampling })
    expect(
      equalTokens.map(({ firstK, firstTokens, secondK, secondTokens }) => [
        firstK,
        firstTokens,
        secondK,
        secondTokens,
      ]),
    ).toEqual([
      [1, 300, 3, 300],
      [2, 600, 6, 600],
    ])
    // b: one of three right against the vote of three out of two right and four wrong: C(2,2)·4 / 20 = 0.2.
    expect(equalTokens[0]?.majority.first).toBeCloseTo((1 + 2 / 3) / 2, 12)
    expect(equalTokens[0]?.majority.second).toBeCloseTo((1 + 0.2) / 2, 12)
  })

  it('of which nothing can be compared give the reason', () => {
    expect(compareRuns(run({ a: { votes: '0' } }), run({ b: { votes: '0' } }))).toEqual({
      problems: 0,
      leftOut: 2,
      majAtK: [],
      equalTokens: [],
      absent: [
        { figure: 'comparison', reason: 'the runs share no problem with a known answer and samples in both' },
      ],
    })
  })

  it('that are the same differ by nothing', () => {
    const same = run({
      a: { votes: '0011', tokens: 5, winner: 0 },
      b: { votes: '0111', tokens: 5, winner: 1 },
    })
    const comparison = compareRuns(same, same, { ks: [1, 3, 9], resampling })
    expect(comparison.passAt1?.difference).toEqual({ mean: 0, standardError: 0, problems: 2 })
    expect(comparison.passAt1?.pValue).toBe(1)
    expect(comparison.majAtK.map(({ k, level }) => [k, level])).toEqual([
      [1, 2],
      [3, 2],
    ])
    expect(comparison.equalTokens.every(({ firstK, secondK }) => firstK === secondK)).toBe(true)
    expect(comparison.absent).toEqual([{ figure: 'k = 9', reason: 'some problem has only 4 samples' }])
  })
})

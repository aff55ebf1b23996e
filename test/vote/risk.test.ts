import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedAgreement, riskAtStop, riskOfChange, votesOf } from '../../src/vote/risk.ts'
import { stateOf } from './states.ts'

/**
 * The urn played out branch by branch: every way the samples to come can fall, with its probability.
 *
 * @param equal - What an equal end counts of the answer at a position; `seen` is how many have a vote now.
 */
function riskByHand(
  counts: readonly number[],
  drawn: number,
  asked: number,
  equal: (position: number, seen: number) => number = (position, seen) => (position < seen ? 0.5 : 0),
): number {
  const [own = 0] = counts
  const seen = counts.length
  let risk = 0
  const draw = (urn: readonly number[], rest: number, n: number, chance: number) => {
    if (n === asked) {
      const [leader = 0, ...rivals] = urn
      for (const [position, votes] of rivals.entries()) {
        if (votes > leader) risk += chance
        else if (votes === leader) risk += chance * equal(position + 1, seen)
      }
      return
    }
    const total = n + 0.1
    const known = urn.length
    urn.forEach((votes, position) => {
      const next = urn.map((other, at) => (at === position ? other + 1 : other))
      draw(next, rest, n + 1, (chance * (votes - 0.25)) / total)
    })
    draw([...urn, 1], rest, n + 1, (chance * (0.1 + known * 0.25)) / total)
    if (rest > 0) draw(urn, rest + 1, n + 1, (chance * rest) / total)
  }
  const votes = counts.reduce((sum, count) => sum + count, 0)
  draw(counts, drawn - votes, drawn, own > 0 ? 1 : 0)
  return risk
}

describe('riskOfChange', () => {
  // Published with the study of the rule, to six digits.
  it.each([
    [[2], 2, 8, 0.028872],
    [[3], 3, 8, 0.003037],
    [[3], 3, 16, 0.011069],
    [[3], 4, 16, 0.008268],
    [[4], 4, 16, 0.002435],
    [[4], 4, 40, 0.005473],
    [[5], 5, 40, 0.001749],
    [[3, 1], 4, 8, 0.052997],
    [[4, 1], 5, 8, 0.00817],
    [[4, 1], 5, 16, 0.030327],
    [[5, 1], 6, 16, 0.008872],
    [[4, 1, 1], 6, 16, 0.047352],
    [[6, 1], 7, 40, 0.007678],
    [[8, 2], 10, 40, 0.007905],
    [[10, 9], 19, 40, 0.373387],
  ])('of %j after %d of %d is %d', (counts, drawn, asked, risk) => {
    expect(Math.abs(riskOfChange({ counts, drawn, asked }) - risk)).toBeLessThan(1e-6)
  })

  it.each([
    [[2], 2, 8],
    [[3, 1], 5, 9],
    [[2, 2], 4, 8],
    [[3, 1, 1], 6, 10],
    [[1], 1, 7],
  ])('of %j after %d of %d is what playing the urn out gives', (counts, drawn, asked) => {
    const played = Math.min(1, riskByHand(counts, drawn, asked))
    expect(riskOfChange({ counts, drawn, asked })).toBeCloseTo(played, 9)
  })

  it.each([
    [[2], 2, 4],
    [[2], 2, 8],
    [[3, 1], 5, 9],
    [[3, 1, 1], 6, 10],
    [[1], 1, 7],
    [[4, 2], 6, 8],
  ])('of %j after %d of %d counts a tie in full where it is declared or extended', (counts, drawn, asked) => {
    const played = Math.min(
      1,
      riskByHand(counts, drawn, asked, () => 1),
    )
    expect(riskOfChange({ counts, drawn, asked, tie: 'declare' })).toBeCloseTo(played, 9)
    expect(riskOfChange({ counts, drawn, asked, tie: 'extend' })).toBeCloseTo(played, 9)
  })

  it.each([
    [[3, 1], [0, 2], 5, 9],
    [[3, 1], [1, 0], 5, 9],
    [[3, 2, 1], [1, 3, 0], 6, 10],
    [[4, 2], [1, 0], 6, 8],
    [[2], [0], 2, 4],
  ])(
    'of %j with first indexes %j after %d of %d counts a tie for who came first',
    (counts, firsts, drawn, asked) => {
      const own = firsts[0] ?? 0
      const equal = (position: number) => ((firsts[position] ?? Number.POSITIVE_INFINITY) < own ? 1 : 0)
      const played = Math.min(1, riskByHand(counts, drawn, asked, equal))
      expect(riskOfChange({ counts, drawn, asked, tie: 'first', firsts })).toBeCloseTo(played, 9)
    },
  )

  it('is not 0 where half of four samples agree and a tie would be declared, and is where the first wins it', () => {
    const risk = (tie: 'declare' | 'first') => riskAtStop(stateOf('aa', { asked: 4, tie }))
    expect([risk('declare') > 0.005, risk('first')]).toEqual([true, 0])
  })

  it('counts a tie with an answer of a sample in flight that was launched before the leader', () => {
    const risk = (text: string) => riskAtStop(stateOf(text, { asked: 4, tie: 'first' }))
    expect([risk('.aa.') > 0, risk('-aa')]).toEqual([true, 0])
  })

  it('is certain that somebody else may win while nobody voted, and that nothing changes at the end', () => {
    expect(riskOfChange({ counts: [], drawn: 3, asked: 8 })).toBe(1)
    expect(riskOfChange({ counts: [3, 2], drawn: 8, asked: 8 })).toBe(0)
    expect(riskOfChange({ counts: [], drawn: 8, asked: 8 })).toBe(0)
  })

  it('is 0 as soon as nobody can pass, and only then', () => {
    expect(riskOfChange({ counts: [5, 1], drawn: 7, asked: 10 })).toBe(0)
    expect(riskOfChange({ counts: [4, 1], drawn: 7, asked: 10 })).toBeGreaterThan(0)
  })

  it('looks at an answer that is not the leader with the leader as its rival', () => {
    expect(riskOfChange({ counts: [3, 2], drawn: 5, asked: 5 }, 1)).toBe(1)
    expect(riskOfChange({ counts: [3, 2], drawn: 5, asked: 9 }, 1)).toBeGreaterThan(0.5)
  })

  const votesSoFar = fc
    .tuple(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
      fc.nat({ max: 10 }),
      fc.nat({ max: 80 }),
    )
    .map(([votes, abstained, remaining]) => {
      const counts = votes.toSorted((left, right) => right - left)
      const drawn = counts.reduce((sum, count) => sum + count, abstained)
      return { counts, drawn, asked: drawn + remaining }
    })

  it('is from 0 to 1', () => {
    fc.assert(
      fc.property(votesSoFar, (votes) => {
        const risk = riskOfChange(votes)
        expect(risk >= 0 && risk <= 1).toBe(true)
      }),
    )
  })

  it('does not rise with one more vote for the leader', () => {
    fc.assert(
      fc.property(votesSoFar, ({ counts: [leader = 0, ...others], drawn, asked }) => {
        if (drawn >= asked) return
        const before = riskOfChange({ counts: [leader, ...others], drawn, asked })
        const after = riskOfChange({ counts: [leader + 1, ...others], drawn: drawn + 1, asked })
        expect(after).toBeLessThanOrEqual(before + 1e-12)
      }),
    )
  })

  // Two more: an answer not seen yet must end above, so with one more an even number of samples to come can be worth less.
  it('does not fall with two more samples to come, nor rise when a vote of a rival is an abstention instead', () => {
    fc.assert(
      fc.property(votesSoFar, ({ counts, drawn, asked }) => {
        const risk = riskOfChange({ counts, drawn, asked })
        const [leader = 0, second = 0, ...others] = counts
        expect(riskOfChange({ counts, drawn, asked: asked + 2 })).toBeGreaterThanOrEqual(risk - 1e-12)
        if (second > 1) {
          const fewer = [leader, ...[second - 1, ...others].sort((left, right) => right - left)]
          expect(riskOfChange({ counts: fewer, drawn, asked })).toBeLessThanOrEqual(risk + 1e-12)
        }
      }),
    )
  })

  it('stays a number for thousands of samples', () => {
    const risk = riskOfChange({ counts: [600, 580, 3], drawn: 1200, asked: 2000 })
    expect(risk).toBeGreaterThan(0.05)
    expect(risk).toBeLessThan(0.5)
  })
})

describe('riskAtStop', () => {
  it('is 0 where launch order settles a tie that can still come', () => {
    const state = stateOf('abaa', { asked: 6, tie: 'first' })
    expect(riskAtStop(state)).toBe(0)
    expect(riskOfChange(votesOf(state))).toBe(0)
    expect(riskAtStop({ ...state, tie: 'declare' })).toBeGreaterThan(0)
  })

  it('is that of the answer returned', () => {
    const state = stateOf('aabaacaabbbb', { asked: 12, tie: 'first' })
    expect([riskAtStop(state), riskAtStop(state, 1)]).toEqual([0, 1])
  })
})

describe('expectedAgreement', () => {
  it('is one minus the mean risk', () => {
    expect(expectedAgreement([0, 0.02, 0.01])).toBeCloseTo(0.99, 12)
  })

  it('is absent without a vote', () => {
    expect(expectedAgreement([])).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signTestPValue } from '../../../src/experiment/estimate/binomial.ts'
import { comparePaired } from '../../../src/experiment/estimate/paired.ts'
import { signFlipPValue } from '../../../src/experiment/estimate/sign-flip.ts'
import { randomSource } from '../../../src/ground/random.ts'

/** Every way of signs, branch by branch. */
function byHand(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, each) => sum + each, 0))
  const ways = (left: readonly number[], sum: number): number => {
    const [first, ...rest] = left
    if (first === undefined) return Math.abs(sum) >= observed - 1e-9 ? 1 : 0
    return (ways(rest, sum + first) + ways(rest, sum - first)) / 2
  }
  return ways(differences, 0)
}

describe('the sign-flip test', () => {
  it('is what every way of signs gives, with differences of nothing or without', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -8, max: 8 }), { maxLength: 9 }), (eighths) => {
        const differences = eighths.map((each) => each / 8)
        expect(signFlipPValue(differences, 1)).toBeCloseTo(byHand(differences), 12)
      }),
    )
  })

  it('is McNemar’s test where all differences are of one size', () => {
    expect(signFlipPValue([1, 1, 1, 1, 1, -1, 0, 0], 1)).toBeCloseTo(signTestPValue(5, 1), 12)
  })

  it('comes close to the exact value where signs are drawn, repeats itself, and is never 0', () => {
    const differences = Array.from({ length: 20 }, (_, at) => (at < 15 ? 1 : -1))
    const drawn = signFlipPValue(differences, 1)
    expect(Math.abs(drawn - signTestPValue(15, 5))).toBeLessThan(0.01)
    expect(signFlipPValue(differences, 1)).toBe(drawn)
    expect(
      signFlipPValue(
        Array.from({ length: 200 }, () => 1),
        1,
      ),
    ).toBe(1 / 10_001)
  })

  it('tests the mean: it rejects in about 5 of 100 where the mean is 0 and most differences are of one sign', () => {
    const random = randomSource(9)
    let [bySize, bySign] = [0, 0]
    const runs = 300
    for (let run = 0; run < runs; run++) {
      // Three of four problems gain a little, the fourth loses three times as much.
      const pairs = Array.from({ length: 60 }, (_, at) => {
        const change = (random.next() < 0.75 ? 0.1 : -0.3) * (0.5 + random.next())
        return { problem: `p${at}`, first: 0.5, second: 0.5 + change }
      })
      const { pValue = 1, wins = 0, losses = 0 } = comparePaired(pairs, { draws: 1, seed: run }) ?? {}
      if (pValue < 0.05) bySize += 1
      if (signTestPValue(wins, losses) < 0.05) bySign += 1
    }
    expect([bySize / runs < 0.1, bySign / runs > 0.5]).toEqual([true, true])
  })

  it('takes the pairs of one problem together', () => {
    const pair = (problem: string, second: number) => ({ problem, first: 0, second })
    const three = ['a', 'b', 'c'].flatMap((problem) => [pair(problem, 1), pair(problem, 1), pair(problem, 1)])
    expect(comparePaired(three)?.pValue).toBeCloseTo(0.25, 12)
  })
})

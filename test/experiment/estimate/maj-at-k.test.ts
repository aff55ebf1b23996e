import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { majAtK } from '../../../src/experiment/estimate/maj-at-k.ts'
import { passAtK } from '../../../src/experiment/estimate/pass-at-k.ts'
import { samplesIn, type VoteCounts, votesOf } from '../../../src/experiment/estimate/vote-counts.ts'

/** Published test vectors: gold votes, votes of the others, abstentions, k, maj@k, pass@k. */
const vectors: readonly [number, number[], number, number, number, number][] = [
  [3, [2], 0, 3, 0.7, 1],
  [2, [3], 0, 3, 0.3, 0.9],
  [2, [2, 1], 0, 2, 0.4, 0.7],
  [4, [3, 2], 1, 4, 0.528571, 0.928571],
  [5, [5], 0, 4, 0.5, 0.97619],
  [1, [3], 2, 3, 0.2, 0.5],
]

const votesArbitrary = fc.record({
  correct: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  wrong: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  abstained: fc.integer({ min: 0, max: 3 }),
})

/** maj@k by trying every choice of `k` samples. */
function byEnumeration(counts: VoteCounts, k: number): number {
  const clusters = [...counts.correct, ...counts.wrong]
  const samples = [
    ...clusters.flatMap((votes, cluster) => Array<number>(votes).fill(cluster)),
    ...Array<number>(counts.abstained).fill(-1),
  ]
  let choices = 0
  let wins = 0
  for (let mask = 0; mask < 2 ** samples.length; mask++) {
    const taken = samples.filter((_, position) => (mask >> position) & 1)
    if (taken.length !== k) continue
    choices++
    const votes = clusters.map((_, cluster) => taken.filter((sample) => sample === cluster).length)
    const most = Math.max(0, ...votes)
    if (most === 0) continue
    const leaders = votes.flatMap((count, cluster) => (count === most ? [cluster] : []))
    wins += leaders.filter((cluster) => cluster < counts.correct.length).length / leaders.length
  }
  return wins / choices
}

describe('maj@k', () => {
  it.each(vectors)(
    'gives the published value: gold %i, others %j, %i abstained, k %i',
    (gold, wrong, abstained, k, maj, pass) => {
      const counts = { correct: [gold], wrong, abstained }
      expect(majAtK(counts, [k])[0]).toBeCloseTo(maj, 6)
      expect(passAtK(samplesIn(counts), gold, k)).toBeCloseTo(pass, 6)
    },
  )

  it('equals the mean over every choice of k samples, whatever the votes', () => {
    fc.assert(
      fc.property(votesArbitrary, (counts) => {
        const n = samplesIn(counts)
        fc.pre(n >= 1 && n <= 14)
        const ks = Array.from({ length: n }, (_, i) => i + 1)
        const values = majAtK(counts, ks)
        ks.forEach((k, i) => {
          expect(values[i]).toBeCloseTo(byEnumeration(counts, k), 10)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('is pass@1 at k = 1, and the plain vote at k = n', () => {
    fc.assert(
      fc.property(votesArbitrary, (counts) => {
        const n = samplesIn(counts)
        fc.pre(n >= 1)
        const [one, all] = majAtK(counts, [1, n])
        expect(one).toBeCloseTo(passAtK(n, votesOf(counts.correct), 1), 12)
        expect(all).toBeCloseTo(byEnumeration(counts, n), 12)
      }),
      { numRuns: 100 },
    )
  })

  it('is a probability that never exceeds pass@k, also for many samples', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 60 }),
        (votes, abstained) => {
          const [gold = 1, ...wrong] = votes
          const counts = { correct: [gold], wrong, abstained }
          const n = samplesIn(counts)
          const ks = [1, 2, 3, 5, 8, 13, n].filter((k) => k <= n)
          majAtK(counts, ks).forEach((value, i) => {
            expect(value).toBeGreaterThanOrEqual(0)
            expect(value).toBeLessThanOrEqual(passAtK(n, gold, ks[i] ?? 1) + 1e-12)
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('stays exact beyond 512 samples, where another scale is used for each k', () => {
    // Two clusters of the same size: by symmetry each wins half the choices that hold a vote.
    const even = { correct: [1000], wrong: [1000], abstained: 0 }
    for (const value of majAtK(even, [1, 7, 64, 1000, 1999, 2000])) expect(value).toBeCloseTo(0.5, 9)
    // Three samples: right with three or two of its votes, or with one vote and 0, 1 or 2 rivals of one vote.
    const choose = (n: number, k: number) =>
      k === 0 ? 1 : k === 1 ? n : k === 2 ? (n * (n - 1)) / 2 : (n * (n - 1) * (n - 2)) / 6
    const [g, c1, c2, z] = [300, 200, 100, 50]
    const alone = choose(g, 3) + choose(g, 2) * (c1 + c2 + z) + g * choose(z, 2)
    const tied = (g * (c1 + c2) * z) / 2 + (g * c1 * c2) / 3
    expect(majAtK({ correct: [g], wrong: [c1, c2], abstained: z }, [3])[0]).toBeCloseTo(
      (alone + tied) / choose(650, 3),
      10,
    )
    expect(majAtK({ correct: [2], wrong: [], abstained: 1998 }, [1000])[0]).toBeCloseTo(
      1 - (1000 * 999) / (2000 * 1999),
      9,
    )
  })

  it('is 0 where no sample was right, and 1 where all were', () => {
    expect(majAtK({ correct: [], wrong: [5, 1], abstained: 2 }, [1, 4, 8])).toEqual([0, 0, 0])
    expect(majAtK({ correct: [8], wrong: [], abstained: 0 }, [1, 4, 8])).toEqual([1, 1, 1])
  })

  it('refuses a k that the samples do not reach', () => {
    expect(() => majAtK({ correct: [3], wrong: [], abstained: 0 }, [4])).toThrow(RangeError)
    expect(() => passAtK(3, 1, 0)).toThrow('k = 0 is not a whole number from 1 to 3')
    expect(() => passAtK(3, 4, 1)).toThrow('correct = 4')
  })
})

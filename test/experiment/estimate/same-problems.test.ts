import { describe, expect, it } from 'vitest'
import { estimateSource } from '../../../src/experiment/estimate/estimate-source.ts'
import type { ProblemOutcome } from '../../../src/experiment/estimate/outcome.ts'
import { passAllK, passAtK } from '../../../src/experiment/estimate/pass-at-k.ts'
import { randomSource } from '../../../src/ground/random.ts'

const outcome = (id: string, clusters: readonly number[]): ProblemOutcome => ({
  id,
  samples: clusters.map((cluster) => (cluster < 0 ? {} : { cluster })),
  correct: [0],
})

/** Every choice of k of the samples, looked at one by one. */
function byHand(right: readonly boolean[], k: number): { any: number; all: number } {
  let [choices, any, all] = [0, 0, 0]
  const choose = (from: number, taken: readonly boolean[]) => {
    if (taken.length === k) {
      choices += 1
      if (taken.some(Boolean)) any += 1
      if (taken.every(Boolean)) all += 1
      return
    }
    for (let at = from; at < right.length; at++) choose(at + 1, [...taken, right[at] ?? false])
  }
  choose(0, [])
  return { any: any / choices, all: all / choices }
}

describe('pass@k and pass^k', () => {
  it('are what going through every choice gives', () => {
    for (let n = 1; n <= 8; n++) {
      for (let correct = 0; correct <= n; correct++) {
        for (let k = 1; k <= n; k++) {
          const { any, all } = byHand(
            Array.from({ length: n }, (_, at) => at < correct),
            k,
          )
          expect(passAtK(n, correct, k)).toBeCloseTo(any, 12)
          expect(passAllK(n, correct, k)).toBeCloseTo(all, 12)
        }
      }
    }
  })

  it('have no estimate beyond the samples', () => {
    expect(() => passAllK(3, 2, 4)).toThrow(RangeError)
    expect(() => passAllK(3, 4, 2)).toThrow(RangeError)
  })

  it('stand beside each other in the figures of a source', () => {
    const { passAllK: all } = estimateSource([outcome('a', [0, 0, 1]), outcome('b', [0, 1, 1])])
    expect(all.map(({ k, mean }) => [k, Number(mean.toFixed(6))])).toEqual([
      [1, 0.5],
      [2, 0.166667],
      [3, 0],
    ])
  })
})

describe('intervals for these problems', () => {
  it('of pass@1 have the binomial variance of each problem', () => {
    const { passAt1 } = estimateSource([outcome('a', [0, 0, 1, 1]), outcome('b', [0, 0, 0, 1])])
    const spread = (1.959963984540054 * Math.sqrt(0.25 / 3 + 0.1875 / 3)) / 2
    expect(passAt1?.sameProblems?.map((end) => end.toFixed(9))).toEqual(
      [0.625 - spread, 0.625 + spread].map((end) => end.toFixed(9)),
    )
  })

  it('are left out where a problem has one sample, and where they would have no width', () => {
    expect(estimateSource([outcome('a', [0]), outcome('b', [1])]).passAt1).not.toHaveProperty('sameProblems')
    const sure = estimateSource([outcome('a', [0, 0]), outcome('b', [1, 1])])
    expect(sure.passAt1).not.toHaveProperty('sameProblems')
    expect(sure.majAtK.at(-1)).not.toHaveProperty('sameProblems')
  })

  it('cover what drawing the same problems anew gives in 92 to 99 of 100 runs', () => {
    const random = randomSource(3)
    const chances = Array.from({ length: 30 }, (_, at) => 0.1 + (0.85 * at) / 29)
    const truth = chances.reduce((sum, chance) => sum + chance, 0) / chances.length
    const draw = () =>
      chances.map((chance, at) =>
        outcome(
          `p${at}`,
          Array.from({ length: 16 }, () => (random.next() < chance ? 0 : 1)),
        ),
      )
    const runs = Array.from({ length: 300 }, () =>
      estimateSource(draw(), { ks: [16], resampling: { draws: 1, seed: 1 } }),
    )
    const voted = runs.reduce((sum, { majAtK }) => sum + (majAtK[0]?.mean ?? 0), 0) / runs.length
    const share = (
      of: (run: (typeof runs)[number]) => readonly [number, number] | undefined,
      value: number,
    ) =>
      runs.filter((run) => {
        const [low, high] = of(run) ?? [1, 0]
        return low <= value && value <= high
      }).length / runs.length
    const covered = [
      share((run) => run.passAt1?.sameProblems, truth),
      share((run) => run.majAtK[0]?.sameProblems, voted),
    ]
    for (const each of covered) expect([each, each > 0.92 && each <= 0.995]).toEqual([each, true])
  })
})

describe('intervals of shares over problems', () => {
  it('have a width where every problem came out the same, and none is given of an amount that never differs', () => {
    const { passAt1, samplesPerProblem, absent } = estimateSource(
      Array.from({ length: 5 }, (_, at) => outcome(`p${at}`, [0, 0])),
    )
    const [low = 1, high = 0] = passAt1?.interval ?? []
    expect([low < 0.8, high]).toEqual([true, 1])
    expect(samplesPerProblem).toEqual({ mean: 2, standardError: 0, problems: 5 })
    expect(absent.filter(({ figure }) => figure.endsWith('.interval'))).toEqual([])
  })

  it.each([
    [30, 0.96],
    [30, 0.8],
    [30, 0.5],
  ])('cover the truth of %d right or wrong problems at %d in at least 93 of 100 runs', (count, chance) => {
    const random = randomSource(5)
    let covered = 0
    for (let run = 0; run < 300; run++) {
      const problems = Array.from({ length: count }, (_, at) =>
        outcome(`p${at}`, [random.next() < chance ? 0 : 1]),
      )
      const [low, high] = estimateSource(problems, { resampling: { draws: 400, seed: run } }).passAt1
        ?.interval ?? [1, 0]
      if (low <= chance && chance <= high) covered += 1
    }
    expect([covered / 300, covered / 300 >= 0.93]).toEqual([covered / 300, true])
  })
})
